package dev.notificationfeed.stream;

import java.time.Duration;

/** A stream cannot be opened now; the client may come back. */
public final class StreamRefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Why. */
    public enum Reason {
        /** The recipient has as many streams open on this replica as it may. */
        TOO_MANY_STREAMS,
        /** The recent feed is not there yet. */
        FEED_UNAVAILABLE,
        /** This replica is going down. */
        SHUTTING_DOWN,
        /** This replica has as many streams open as it may. */
        OVERLOADED
    }

    private final Reason reason;
    private final Duration retryAfter;

    StreamRefusedException(Reason reason, String message, Duration retryAfter) {
        super(message, null, false, false);
        this.reason = reason;
        this.retryAfter = retryAfter;
    }

    /** Why. */
    public Reason reason() {
        return reason;
    }

    /** When it is worth while to come back. */
    public Duration retryAfter() {
        return retryAfter;
    }
}
