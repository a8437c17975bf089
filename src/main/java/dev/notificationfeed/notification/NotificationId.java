package dev.notificationfeed.notification;

import dev.notificationfeed.wire.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * A notification's id, derived from the event that created it, so that a redelivery finds the existing item.
 *
 * @param value 24 lower-case hexadecimal digits
 */
public record NotificationId(String value) implements Comparable<NotificationId> {

    private static final int BYTES = 12;
    private static final Pattern FORM = Pattern.compile("[0-9a-f]{24}");

    /** @throws InvalidFieldException if the value is not of the form of an id */
    public NotificationId {
        if (!isWellFormed(value)) {
            throw new InvalidFieldException("id", "must be 24 lower-case hexadecimal digits");
        }
    }

    /** Whether a text has the form of an id. */
    public static boolean isWellFormed(String text) {
        return FORM.matcher(text).matches();
    }

    /** The first 12 bytes of SHA-256 of {@code source + "\n" + eventId}, in hex. */
    public static NotificationId derivedFrom(String source, String eventId) {
        return new NotificationId(Sha256.hex((source + "\n" + eventId).getBytes(StandardCharsets.UTF_8), BYTES));
    }

    @Override
    public int compareTo(NotificationId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
