package dev.notificationfeed.event;

/** Ends the reading of a record that will never be understood; {@link EventParser} turns it into a result. */
final class RejectedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final RejectionCode code;

    RejectedException(RejectionCode code, String detail) {
        super(detail, null, false, false);
        this.code = code;
    }

    ParseResult.Rejected toResult() {
        return new ParseResult.Rejected(code, getMessage());
    }
}
