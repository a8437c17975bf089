package dev.notificationfeed.store;

/** The recipient has too many calls at the same time on this replica. */
public final class TooManyCallsException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    TooManyCallsException() {
        // A refusal is an answer and not a fault, so it needs no stack trace.
        super("the recipient has too many calls at the same time", null, false, false);
    }
}
