package dev.notificationfeed.notification;

/**
 * The person a notification is for.
 *
 * @param value an opaque id of 1 to 128 characters, e.g. {@code 47165}
 */
public record Recipient(String value) {

    /** Maximum number of characters of a recipient's id. */
    public static final int MAX_LENGTH = 128;

    /** @throws InvalidFieldException if the id is empty, too long or holds control characters */
    public Recipient {
        Text.line("recipient", value, MAX_LENGTH);
    }

    @Override
    public String toString() {
        return value;
    }
}
