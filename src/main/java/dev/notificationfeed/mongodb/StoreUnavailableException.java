package dev.notificationfeed.mongodb;

/** MongoDB is unavailable or did not respond in time. The call may be retried. */
public final class StoreUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * @param message the reason, without driver details
     * @param cause the failure of the driver, or null
     */
    public StoreUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
