package dev.notificationfeed.store;

import dev.notificationfeed.notification.Change;
import dev.notificationfeed.notification.Publication;

/**
 * What became of one change.
 *
 * @param change the change that was asked for
 * @param outcome what became of it
 * @param publication what the feed must be told of the item as it now is; null when there is nothing to tell
 * @param detail for a refusal, a sentence naming field and rule; else null
 */
public record ChangeResult(Change change, Outcome outcome, Publication publication, String detail) {

    /** What can become of a change. */
    public enum Outcome {
        /** A new item was stored. */
        STORED,
        /** An item was changed or withdrawn. */
        CHANGED,
        /** The change was applied and made no difference. */
        UNCHANGED,
        /** A later change had been applied already, so this one no longer counts. */
        OUTDATED,
        /** The same event was applied before. */
        SEEN_BEFORE,
        /** Refused: there is no such item of that recipient. */
        UNKNOWN_NOTIFICATION,
        /** Refused: the item's type cannot have the status. */
        STATUS_NOT_ALLOWED,
        /** Refused by MongoDB itself, for good. */
        STORE_REFUSED
    }
}
