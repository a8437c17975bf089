package dev.notificationfeed.mongodb;

/** Another call changed the item between the read and the write. {@link Guard} retries the call. */
final class ConcurrentUpdateException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ConcurrentUpdateException() {
        super("another call changed the item", null, false, false);
    }
}
