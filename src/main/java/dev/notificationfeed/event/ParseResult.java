package dev.notificationfeed.event;

import dev.notificationfeed.notification.Change;

/** The result of parsing a record. */
public sealed interface ParseResult {

    /**
     * The record is a valid event, by every rule that can be checked without the stored item.
     *
     * @param change the change that it requests
     */
    record Parsed(Change change) implements ParseResult {}

    /**
     * The record is invalid, and stays so however often it is read.
     *
     * @param code the kind of rule that it breaks
     * @param detail a sentence that names field and rule and never repeats the value
     */
    record Rejected(RejectionCode code, String detail) implements ParseResult {}
}
