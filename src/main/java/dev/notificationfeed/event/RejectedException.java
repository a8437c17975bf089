package dev.notificationfeed.event;

/** Stops the parsing of an invalid record; {@link EventParser} converts it to a result. */
final class RejectedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final RejectionCode code;

    RejectedException(RejectionCode code, String detail) {
        super(detail, null, false, false);
        this.code = code;
    }

    RejectionCode code() {
        return code;
    }

    /** @param hint the end of the detail, or empty */
    ParseResult.Rejected toResult(String hint) {
        return new ParseResult.Rejected(code, getMessage() + hint);
    }
}
