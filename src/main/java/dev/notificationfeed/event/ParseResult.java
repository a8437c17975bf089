package dev.notificationfeed.event;

import dev.notificationfeed.notification.Change;

/** What became of a record: understood, or refused for good. */
public sealed interface ParseResult {

    /**
     * The record is an event of ours and keeps every rule that can be checked without the item.
     *
     * @param change what it asks for
     */
    record Parsed(Change change) implements ParseResult {}

    /**
     * The record will never be understood, however often it is read.
     *
     * @param code which rule
     * @param detail a sentence that names field and rule and never repeats the value
     */
    record Rejected(RejectionCode code, String detail) implements ParseResult {}
}
