package dev.notificationfeed.store;

import dev.notificationfeed.mongodb.NotificationDocument;
import dev.notificationfeed.notification.Change;
import dev.notificationfeed.notification.Publication;
import dev.notificationfeed.notification.StatusChange;
import dev.notificationfeed.notification.StatusNotAllowedException;
import dev.notificationfeed.store.Applied.Outcome;
import java.time.Instant;

/** The results of changes that left the store as it was, with the details of refusals. */
final class Results {

    private Results() {}

    /**
     * A redelivery cannot know whether the first publication happened, so the item is told again as it now is.
     *
     * @param known the document that the event met; null if it went meanwhile
     */
    static Applied seenBefore(Change change, NotificationDocument known, Instant now) {
        return new Applied(change, Outcome.SEEN_BEFORE, publication(change, known, now), null);
    }

    static Applied outdated(Change change) {
        return new Applied(change, Outcome.OUTDATED, null, null);
    }

    static Applied unknown(Change change) {
        return new Applied(
                change,
                Outcome.UNKNOWN_NOTIFICATION,
                null,
                "notification must name a notification that exists and is the recipient's");
    }

    static Applied notAllowed(StatusChange change, NotificationDocument document) {
        String detail = new StatusNotAllowedException(document.type(), change.status()).getMessage();
        return new Applied(change, Outcome.STATUS_NOT_ALLOWED, null, detail);
    }

    /** MongoDB's own message stays out: it may quote the document. */
    static Applied refused(Change change, int code) {
        return new Applied(change, Outcome.STORE_REFUSED, null, "MongoDB refused the document for good, code " + code);
    }

    private static Publication publication(Change change, NotificationDocument known, Instant now) {
        boolean toTell = known != null && (!known.isTombstone() || known.isOf(change.recipient()));
        return toTell ? Publications.current(known, now) : null;
    }
}
