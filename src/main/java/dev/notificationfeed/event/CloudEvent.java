package dev.notificationfeed.event;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.notificationfeed.notification.EventKey;
import dev.notificationfeed.notification.InvalidFieldException;
import dev.notificationfeed.notification.Text;
import java.time.Instant;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * An event with its attributes checked and its data not yet read: CloudEvents 1.0, section 3.1. A {@code source} is compared and never resolved, so any
 * line of text is valid, also one with spaces or letters that RFC 3986 would have escaped. Only the quotation mark is refused: no URI reference has it,
 * and it shows that a library has quoted the value, so the same event from another library would count as another one.
 *
 * @param time the event's {@code time}; without it the record's timestamp
 * @param data the fields of the data
 */
record CloudEvent(EventKey key, EventType type, Instant time, JsonFields data) {

    private static final String SPEC_VERSION = "1.0";

    /** The greatest number of characters of {@code id} and of {@code source}. */
    static final int MAX_NAME_LENGTH = 512;

    /**
     * Reads the attributes, then the data, so that a missing attribute is reported before bad data.
     *
     * @param attributes returns an attribute by its name, or null if the event does not have it
     * @param timestamp the record's timestamp in milliseconds since the epoch; negative if it has none
     * @param data reads the data
     * @throws RejectedException {@code not-a-cloud-event} or {@code unknown-type}, or what {@code data} throws
     */
    static CloudEvent of(UnaryOperator<String> attributes, long timestamp, Supplier<ObjectNode> data) {
        try {
            requireSpecVersion(attributes);
            String id = Text.line("id", required("id", attributes), MAX_NAME_LENGTH);
            String source = source(attributes);
            String type = required("type", attributes);
            return new CloudEvent(
                    new EventKey(source, id),
                    EventType.of(type),
                    time(attributes, timestamp),
                    new JsonFields(data.get()));
        } catch (InvalidFieldException e) {
            throw new RejectedException(RejectionCode.NOT_A_CLOUD_EVENT, e.getMessage());
        }
    }

    private static void requireSpecVersion(UnaryOperator<String> attributes) {
        if (!SPEC_VERSION.equals(required("specversion", attributes))) {
            throw new InvalidFieldException("specversion", "must be " + SPEC_VERSION);
        }
    }

    private static String source(UnaryOperator<String> attributes) {
        String source = Text.line("source", required("source", attributes), MAX_NAME_LENGTH);
        if (source.indexOf('"') >= 0) {
            throw new InvalidFieldException("source", "must not contain quotation marks, which no URI reference has");
        }
        return source;
    }

    private static Instant time(UnaryOperator<String> attributes, long timestamp) {
        String time = attributes.apply("time");
        if (time != null) {
            return Rfc3339.instant("time", time);
        }
        if (timestamp < 0 || timestamp > Rfc3339.LAST.toEpochMilli()) {
            throw new InvalidFieldException(
                    "time", "is required where the record has no timestamp in the years 1970 to 9999");
        }
        return Instant.ofEpochMilli(timestamp);
    }

    private static String required(String name, UnaryOperator<String> attributes) {
        String value = attributes.apply(name);
        if (value == null || value.isEmpty()) {
            throw new InvalidFieldException(name, "is required");
        }
        return value;
    }
}
