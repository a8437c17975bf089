package dev.notificationfeed.stream;

import java.time.Duration;

/** A stream cannot be opened now; the client may retry. */
public final class StreamRefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Why a stream is refused. */
    public enum Reason {
        /** The recent feed is not complete yet. */
        FEED_UNAVAILABLE,
        /** This replica is shutting down. */
        SHUTTING_DOWN,
        /** This replica has the maximum number of open streams. */
        OVERLOADED
    }

    private final Reason reason;
    private final Duration retryAfter;

    StreamRefusedException(Reason reason, String message, Duration retryAfter) {
        super(message, null, false, false);
        this.reason = reason;
        this.retryAfter = retryAfter;
    }

    /** Why the stream is refused. */
    public Reason reason() {
        return reason;
    }

    /** The time after which a retry may succeed. */
    public Duration retryAfter() {
        return retryAfter;
    }
}
