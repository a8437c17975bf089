package dev.notificationfeed.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * A refused record, as {@link LikelyMistake} looks at it.
 *
 * @param code why it is refused
 * @param value its value as JSON; a missing node if it is not JSON
 */
record Refused(RejectionCode code, IncomingRecord record, JsonNode value) {

    /** The byte 0 and four bytes of a schema id. */
    private static final int REGISTRY_PREFIX_BYTES = 5;

    static Refused of(RejectionCode code, IncomingRecord record, StrictJson json) {
        boolean isJson = code != RejectionCode.NOT_JSON && code != RejectionCode.TOO_LARGE && !record.hasNoValue();
        return new Refused(code, record, isJson ? jsonOf(record, json) : MissingNode.getInstance());
    }

    /** An event whose attributes are in headers may be refused before its value is read. */
    private static JsonNode jsonOf(IncomingRecord record, StrictJson json) {
        try {
            return json.parse(record.value());
        } catch (RejectedException e) {
            return MissingNode.getInstance();
        }
    }

    boolean is(RejectionCode reason) {
        return code == reason;
    }

    boolean hasRegistryPrefix() {
        return record.value() != null && record.value().length > REGISTRY_PREFIX_BYTES && record.value()[0] == 0;
    }

    boolean hasValue(String start) {
        byte[] bytes = start.getBytes(StandardCharsets.US_ASCII);
        return record.value() != null
                && record.value().length >= bytes.length
                && Arrays.equals(record.value(), 0, bytes.length, bytes, 0, bytes.length);
    }

    boolean hasContentType(String pattern) {
        return StructuredMode.mediaType(record).matches(pattern);
    }

    /** Whether the attributes were looked for in headers, or would have been if the headers had the right names. */
    boolean mayLackHeaders() {
        return code == RejectionCode.NOT_A_CLOUD_EVENT && !StructuredMode.isDeclaredBy(record);
    }

    boolean hasHeader(Predicate<String> named) {
        return StreamSupport.stream(record.headers().names().spliterator(), false)
                .anyMatch(named);
    }

    boolean hasQuotedAttribute() {
        return BinaryMode.isIn(record)
                && (code == RejectionCode.NOT_A_CLOUD_EVENT || code == RejectionCode.UNKNOWN_TYPE)
                && Stream.of("specversion", "source", "type", "time")
                        .map(name -> record.headers().last(BinaryMode.PREFIX + name))
                        .anyMatch(header -> header != null && header.length > 0 && header[0] == '"');
    }

    /** What should have been the event, or in it the data. */
    JsonNode object() {
        return code == RejectionCode.INVALID_DATA && !BinaryMode.isIn(record) ? value.path("data") : value;
    }

    boolean isTextInsteadOfObject(String pattern) {
        return object().isTextual() && object().textValue().matches("(?s)" + pattern);
    }
}
