package dev.notificationfeed.store;

import dev.notificationfeed.mongodb.NotificationDocument;
import dev.notificationfeed.notification.Change;
import dev.notificationfeed.notification.Publication;
import dev.notificationfeed.notification.StatusChange;
import dev.notificationfeed.notification.StatusNotAllowedException;
import dev.notificationfeed.store.ChangeResult.Outcome;
import java.time.Instant;

/** The results of changes that left the store as it was, with the details of refusals. */
final class ChangeResults {

    private ChangeResults() {}

    /**
     * A redelivery cannot know whether the first publication happened, so the item is told again as it now is.
     *
     * @param known the document that the event met; null if it went meanwhile
     */
    static ChangeResult seenBefore(Change change, NotificationDocument known, Instant now) {
        return new ChangeResult(change, Outcome.SEEN_BEFORE, publication(change, known, now), null);
    }

    static ChangeResult outdated(Change change) {
        return new ChangeResult(change, Outcome.OUTDATED, null, null);
    }

    static ChangeResult unknown(Change change) {
        return new ChangeResult(
                change,
                Outcome.UNKNOWN_NOTIFICATION,
                null,
                "notification must name a notification that exists and is the recipient's");
    }

    static ChangeResult notAllowed(StatusChange change, NotificationDocument document) {
        String detail = new StatusNotAllowedException(document.type(), change.status()).getMessage();
        return new ChangeResult(change, Outcome.STATUS_NOT_ALLOWED, null, detail);
    }

    /** MongoDB's own message stays out: it may quote the document. */
    static ChangeResult refused(Change change, int code) {
        return new ChangeResult(
                change, Outcome.STORE_REFUSED, null, "MongoDB refused the document for good, code " + code);
    }

    private static Publication publication(Change change, NotificationDocument known, Instant now) {
        boolean toTell = known != null && (!known.isTombstone() || known.isOf(change.recipient()));
        return toTell ? Publications.current(known, now) : null;
    }
}
