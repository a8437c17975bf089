package dev.notificationfeed.store;

import dev.notificationfeed.mongodb.NotificationDocument;
import dev.notificationfeed.notification.Change;
import dev.notificationfeed.notification.Publication;
import dev.notificationfeed.notification.StatusChange;
import dev.notificationfeed.notification.StatusNotAllowedException;
import java.time.Instant;

/**
 * The result of one change.
 *
 * @param change the requested change
 * @param outcome what happened
 * @param publication what must be published about the item as it is now; null when there is nothing to publish
 * @param detail for a refusal, a sentence naming field and rule; else null
 */
public record ChangeResult(Change change, Outcome outcome, Publication publication, String detail) {

    /** The possible outcomes of a change. */
    public enum Outcome {
        /** A new item was stored. */
        STORED,
        /** A new item was ignored, because it had reached the end of its retention before it arrived. */
        PAST_RETENTION,
        /** An item was changed or withdrawn. */
        CHANGED,
        /** The change was applied and made no visible difference. */
        UNCHANGED,
        /** A later change had been applied already, so this one was ignored. */
        OUTDATED,
        /** The same event was applied before. */
        SEEN_BEFORE,
        /** Kept, because the event that creates the item has not come. */
        EARLY,
        /** Ignored: published before its recipient was erased. */
        ERASED,
        /** Refused: the recipient has no such item. */
        UNKNOWN_NOTIFICATION,
        /** Refused: the item's type cannot have the status. */
        STATUS_NOT_ALLOWED,
        /** Refused by MongoDB; a retry would fail again. */
        STORE_REFUSED
    }

    static ChangeResult applied(Change change, Outcome outcome, Publication publication) {
        return new ChangeResult(change, outcome, publication, null);
    }

    static ChangeResult pastRetention(Change change) {
        return applied(change, Outcome.PAST_RETENTION, null);
    }

    /**
     * A redelivery. It is unknown whether the first delivery was published, so the current item is published again.
     *
     * @param stored the document that the event created or changed; null if it was removed meanwhile
     */
    static ChangeResult seenBefore(Change change, NotificationDocument stored, Instant now) {
        boolean publish = stored != null && (!stored.isTombstone() || stored.isOf(change.recipient()));
        return applied(change, Outcome.SEEN_BEFORE, publish ? Publications.current(stored, now) : null);
    }

    /** The same change when its wait has ended. */
    public ChangeResult asUnknown() {
        return unknown(change);
    }

    static ChangeResult unknown(Change change) {
        return new ChangeResult(
                change,
                Outcome.UNKNOWN_NOTIFICATION,
                null,
                "notification must name a notification that exists and is the recipient's");
    }

    static ChangeResult tooManyEarly(Change change) {
        return new ChangeResult(
                change,
                Outcome.UNKNOWN_NOTIFICATION,
                null,
                "notification must name a notification that exists; too many changes wait for theirs already");
    }

    static ChangeResult notAllowed(StatusChange change, NotificationDocument document) {
        String detail = new StatusNotAllowedException(document.type(), change.status()).getMessage();
        return new ChangeResult(change, Outcome.STATUS_NOT_ALLOWED, null, detail);
    }

    /** Whether the item exists and nothing refuses the change. */
    boolean isApplied() {
        return switch (outcome) {
            case STORED, CHANGED, UNCHANGED, OUTDATED, SEEN_BEFORE -> true;
            case PAST_RETENTION, EARLY, ERASED, UNKNOWN_NOTIFICATION, STATUS_NOT_ALLOWED, STORE_REFUSED -> false;
        };
    }

    /** Leaves out MongoDB's own message, because it may quote the document. */
    static ChangeResult refused(Change change, int code) {
        return new ChangeResult(
                change, Outcome.STORE_REFUSED, null, "MongoDB refused the document permanently, code " + code);
    }
}
