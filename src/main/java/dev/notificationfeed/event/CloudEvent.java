package dev.notificationfeed.event;

import dev.notificationfeed.notification.EventKey;
import dev.notificationfeed.notification.InvalidFieldException;
import dev.notificationfeed.notification.Text;
import java.time.Instant;
import java.util.function.UnaryOperator;

/**
 * An event's attributes, checked: CloudEvents 1.0, section 3.1. {@code time}, optional there, is required of ours; a
 * {@code source} is compared and never resolved, so that any line of text will do.
 */
record CloudEvent(EventKey key, EventType type, Instant time) {

    private static final String SPEC_VERSION = "1.0";

    /** The greatest number of characters of {@code id} and of {@code source}. */
    static final int MAX_NAME_LENGTH = 512;

    /**
     * @param attributes finds an attribute by its name; null where there is none
     * @throws RejectedException {@code not-a-cloud-event} or {@code unknown-type}
     */
    static CloudEvent of(UnaryOperator<String> attributes) {
        try {
            requireSpecVersion(attributes);
            String id = Text.line("id", required("id", attributes), MAX_NAME_LENGTH);
            String source = Text.line("source", required("source", attributes), MAX_NAME_LENGTH);
            String type = required("type", attributes);
            Instant time = Rfc3339.instant("time", required("time", attributes));
            return new CloudEvent(new EventKey(source, id), EventType.of(type), time);
        } catch (InvalidFieldException e) {
            throw new RejectedException(RejectionCode.NOT_A_CLOUD_EVENT, e.getMessage());
        }
    }

    private static void requireSpecVersion(UnaryOperator<String> attributes) {
        if (!SPEC_VERSION.equals(required("specversion", attributes))) {
            throw new InvalidFieldException("specversion", "must be " + SPEC_VERSION);
        }
    }

    private static String required(String name, UnaryOperator<String> attributes) {
        String value = attributes.apply(name);
        if (value == null || value.isEmpty()) {
            throw new InvalidFieldException(name, "is required");
        }
        return value;
    }
}
