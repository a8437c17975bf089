package dev.notificationfeed.mongodb;

/** The item was changed by another between the reading and the writing. {@link Guard} makes the call again. */
final class LostRaceException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    LostRaceException() {
        super("the item was changed meanwhile", null, false, false);
    }
}
