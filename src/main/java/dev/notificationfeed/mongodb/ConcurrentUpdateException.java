package dev.notificationfeed.mongodb;

/** The item was changed by another between the reading and the writing. {@link Guard} makes the call again. */
final class ConcurrentUpdateException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ConcurrentUpdateException() {
        super("the item was changed meanwhile", null, false, false);
    }
}
