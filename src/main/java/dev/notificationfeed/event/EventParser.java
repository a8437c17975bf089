package dev.notificationfeed.event;

import dev.notificationfeed.event.ParseResult.Parsed;
import java.time.Clock;

/** Reads a record as an event of ours, by the rules of docs/publishing.md. Holds no state: any number of threads may share one. */
public final class EventParser {

    /** The greatest size of a record's value. Headers do not count: what is read of them has bounds of its own. */
    public static final int MAX_VALUE_BYTES = 64 * 1024;

    private final StructuredMode structured;
    private final BinaryMode binary;
    private final ChangeReader changes;

    /** @param clock says how far ahead of now a change claims to be */
    public EventParser(Clock clock) {
        StrictJson json = new StrictJson();
        structured = new StructuredMode(json);
        binary = new BinaryMode(json);
        changes = new ChangeReader(clock);
    }

    /** Reads one record; never throws, whatever its bytes are. */
    public ParseResult parse(IncomingRecord message) {
        try {
            requireSize(message);
            return new Parsed(changes.read(open(message)));
        } catch (RejectedException e) {
            return e.toResult();
        }
    }

    private Envelope open(IncomingRecord message) {
        return !StructuredMode.isDeclaredBy(message) && BinaryMode.isIn(message)
                ? binary.open(message)
                : structured.open(message);
    }

    private static void requireSize(IncomingRecord message) {
        if (!message.hasNoValue() && message.value().length > MAX_VALUE_BYTES) {
            throw new RejectedException(
                    RejectionCode.TOO_LARGE, "value must have at most " + MAX_VALUE_BYTES + " bytes");
        }
    }
}
