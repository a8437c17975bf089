package dev.notificationfeed.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;

/** The whole event in the value: Kafka protocol binding for CloudEvents 1.0.2, section 3.3, and the JSON format. */
final class StructuredMode {

    private static final String MEDIA_TYPE = "application/cloudevents+json";

    private final StrictJson json;

    StructuredMode(StrictJson json) {
        this.json = json;
    }

    /** Whether the content type of the record names this mode; parameters such as {@code charset} do not count. */
    static boolean isDeclaredBy(IncomingRecord record) {
        return mediaType(record).equals(MEDIA_TYPE);
    }

    /** The content type of the record in lower case, without parameters; empty if it has none. */
    static String mediaType(IncomingRecord record) {
        byte[] value = record.headers().last("content-type");
        if (value == null) {
            return "";
        }
        String mediaType = new String(value, StandardCharsets.UTF_8).split(";", 2)[0];
        return mediaType.strip().toLowerCase(Locale.ROOT);
    }

    CloudEvent read(IncomingRecord record) {
        if (record.hasNoValue()) {
            throw new RejectedException(RejectionCode.NOT_JSON, "value is required");
        }
        if (json.parse(record.value()) instanceof ObjectNode root) {
            return CloudEvent.of(new JsonFields(root)::textOrNull, record.timestamp(), () -> data(root));
        }
        throw new RejectedException(RejectionCode.NOT_A_CLOUD_EVENT, "value must be a JSON object");
    }

    private ObjectNode data(ObjectNode root) {
        boolean plain = root.hasNonNull("data");
        boolean encoded = root.hasNonNull("data_base64");
        if (plain && encoded) {
            throw invalid("data and data_base64 must not both be there");
        }
        if (!plain && !encoded) {
            throw invalid("data is required");
        }
        if (encoded) {
            return decoded(root.get("data_base64"));
        }
        if (root.get("data") instanceof ObjectNode data) {
            return data;
        }
        throw invalid("data must be an object");
    }

    /** Some SDKs encode JSON this way when they are given bytes: JSON format for CloudEvents, section 3.1.1. */
    private ObjectNode decoded(JsonNode encoded) {
        try {
            if (encoded.isTextual()
                    && json.parse(Base64.getDecoder().decode(encoded.textValue())) instanceof ObjectNode data) {
                return data;
            }
        } catch (IllegalArgumentException | RejectedException e) {
            // neither base64 nor JSON: refused below, by the same rule
        }
        throw invalid("data_base64 must be the base64 of a JSON object");
    }

    private static RejectedException invalid(String detail) {
        return new RejectedException(RejectionCode.INVALID_DATA, detail);
    }
}
