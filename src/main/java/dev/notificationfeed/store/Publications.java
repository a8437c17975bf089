package dev.notificationfeed.store;

import dev.notificationfeed.mongodb.NotificationDocument;
import dev.notificationfeed.notification.Publication;
import dev.notificationfeed.notification.Publication.Kind;
import dev.notificationfeed.notification.Recipient;
import java.time.Instant;

/** What the feed must be told of a document. */
final class Publications {

    private Publications() {}

    /** Of an item as it now is, when nothing is owed; null if its recipient does not see it. */
    static Publication current(NotificationDocument document, Instant now) {
        if (document.isTombstone()) {
            return document.recipient() == null ? null : deleted(document, document.version(), null);
        }
        return document.isAwaited(now) || document.isExpired(now) ? null : put(document, null);
    }

    /** Of an item that its recipient sees and has just changed; owed until the document's {@code publishAt}. */
    static Publication owed(NotificationDocument document) {
        return put(document, document.publishAt());
    }

    /** Of a document that was found due, as the claim left it. */
    static Publication due(NotificationDocument claimed, Instant now) {
        if (claimed.isErased()) {
            return erased(claimed);
        }
        if (claimed.isTombstone()) {
            return deleted(claimed, claimed.version(), claimed.publishAt());
        }
        return claimed.isExpired(now)
                ? deleted(claimed, versionOfExpiry(claimed.version()), claimed.publishAt())
                : owed(claimed);
    }

    static Publication erased(NotificationDocument tombstone) {
        return Publication.erased(
                recipient(tombstone), tombstone.notificationId(), tombstone.version(), tombstone.publishAt());
    }

    /**
     * Expiry is told with the version after the stored one: readers drop a version that they hold already. It is not
     * stored, so that telling it twice tells the same.
     */
    static long versionOfExpiry(long storedVersion) {
        return storedVersion + 1;
    }

    static long storedVersion(Publication expiry) {
        return expiry.version() - 1;
    }

    /** An item whose moment has come is new to its recipient, however often it was changed before. */
    private static Publication put(NotificationDocument document, Instant pendingUntil) {
        Kind kind = document.version() == 1 || document.isScheduled() ? Kind.CREATED : Kind.UPDATED;
        return Publication.put(kind, document.toNotification(), pendingUntil);
    }

    private static Publication deleted(NotificationDocument document, long version, Instant pendingUntil) {
        return Publication.deleted(recipient(document), document.notificationId(), version, pendingUntil);
    }

    private static Recipient recipient(NotificationDocument document) {
        return new Recipient(document.recipient());
    }
}
