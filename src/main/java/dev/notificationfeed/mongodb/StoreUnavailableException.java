package dev.notificationfeed.mongodb;

/** MongoDB is away, or did not answer in time. What was asked may be asked again. */
public final class StoreUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public StoreUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
