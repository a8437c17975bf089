package dev.notificationfeed.event;

import dev.notificationfeed.event.ParseResult.Parsed;
import java.time.Clock;

/** Parses a record as one of the service's events, by the rules of docs/publishing.md. Stateless and thread-safe. */
public final class EventParser {

    /** Maximum size of a record's value. Headers do not count: the attributes read from them have their own bounds. */
    public static final int MAX_VALUE_BYTES = 64 * 1024;

    private final StrictJson json;
    private final StructuredMode structured;
    private final BinaryMode binary;
    private final ChangeReader changes;

    /** @param clock the current time, to refuse a change that lies too far ahead */
    public EventParser(Clock clock) {
        json = new StrictJson();
        structured = new StructuredMode(json);
        binary = new BinaryMode(json);
        changes = new ChangeReader(clock);
    }

    /** Parses one record. Malformed bytes give a rejection, never an exception. */
    public ParseResult parse(IncomingRecord record) {
        try {
            requireSize(record);
            return new Parsed(changes.read(event(record)));
        } catch (RejectedException e) {
            return e.toResult(LikelyMistake.hint(Refused.of(e.code(), record, json)));
        }
    }

    private CloudEvent event(IncomingRecord record) {
        return BinaryMode.isIn(record) ? binary.read(record) : structured.read(record);
    }

    private static void requireSize(IncomingRecord record) {
        if (!record.hasNoValue() && record.value().length > MAX_VALUE_BYTES) {
            throw new RejectedException(
                    RejectionCode.TOO_LARGE, "value must have at most " + MAX_VALUE_BYTES + " bytes");
        }
    }
}
