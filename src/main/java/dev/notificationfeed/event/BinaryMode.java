package dev.notificationfeed.event;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.notificationfeed.event.IncomingRecord.Headers;
import java.nio.charset.CharacterCodingException;

/** Attributes in {@code ce_} headers, data in the value: Kafka protocol binding for CloudEvents 1.0.2, section 3.2. */
final class BinaryMode {

    static final String PREFIX = "ce_";

    private final StrictJson json;

    BinaryMode(StrictJson json) {
        this.json = json;
    }

    /** Whether the record has the header that marks this mode, and does not declare the other one. */
    static boolean isIn(IncomingRecord record) {
        return !StructuredMode.isDeclaredBy(record) && record.headers().last(PREFIX + "specversion") != null;
    }

    /** The data must be JSON whatever {@code content-type} says, because some producers forget that header. */
    CloudEvent read(IncomingRecord record) {
        return CloudEvent.of(name -> attributeOrNull(name, record.headers()), record.timestamp(), () -> data(record));
    }

    private ObjectNode data(IncomingRecord record) {
        if (record.hasNoValue()) {
            throw new RejectedException(RejectionCode.INVALID_DATA, "data is required");
        }
        if (json.parse(record.value()) instanceof ObjectNode data) {
            return data;
        }
        throw new RejectedException(RejectionCode.INVALID_DATA, "data must be an object");
    }

    private static String attributeOrNull(String name, Headers headers) {
        byte[] value = headers.last(PREFIX + name);
        try {
            return value == null ? null : StrictUtf8.decode(value);
        } catch (CharacterCodingException e) {
            throw new RejectedException(RejectionCode.NOT_A_CLOUD_EVENT, name + " must be UTF-8");
        }
    }
}
