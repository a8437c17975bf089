package dev.notificationfeed.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.notificationfeed.event.IncomingRecord.Headers;
import java.nio.charset.CharacterCodingException;

/** Attributes in {@code ce_} headers, data in the value: Kafka protocol binding for CloudEvents 1.0.2, section 3.2. */
final class BinaryMode {

    private static final String PREFIX = "ce_";

    private final StrictJson json;

    BinaryMode(StrictJson json) {
        this.json = json;
    }

    /** Whether a record has the one header that makes it an event in this mode. */
    static boolean isIn(IncomingRecord message) {
        return message.headers().last(PREFIX + "specversion") != null;
    }

    /** The data must be JSON whatever {@code content-type} says: a producer that forgets the header means JSON too. */
    Envelope open(IncomingRecord message) {
        CloudEvent event = CloudEvent.of(name -> attributeOrNull(name, message.headers()), message.timestamp());
        if (message.hasNoValue()) {
            throw new RejectedException(RejectionCode.INVALID_DATA, "data is required");
        }
        JsonNode data = json.parse(message.value());
        if (data instanceof ObjectNode object) {
            return new Envelope(event, new JsonFields(object));
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
