package dev.notificationfeed.store;

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
        return document.isAhead(now) || document.isExpired(now)
                ? null
                : Publication.of(document.toNotification(), null);
    }

    /**
     * Of a document that was found due and claimed.
     *
     * @param due the document as it was before the claim
     * @param owedUntil the {@code publishAt} that the claim set
     */
    static Publication due(NotificationDocument due, Instant now, Instant owedUntil) {
        if (due.isErased()) {
            return erased(due, owedUntil);
        }
        if (due.isTombstone()) {
            return deleted(due, due.version(), owedUntil);
        }
        return due.isExpired(now)
                ? deleted(due, versionOfExpiry(due.version()), owedUntil)
                : Publication.put(kindOfDue(due), due.toNotification(), owedUntil);
    }

    static Publication erased(NotificationDocument tombstone, Instant owedUntil) {
        return Publication.erased(recipient(tombstone), tombstone.notificationId(), tombstone.version(), owedUntil);
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
    private static Kind kindOfDue(NotificationDocument due) {
        return due.version() == 1 || due.sentAt().equals(due.publishAt()) ? Kind.CREATED : Kind.UPDATED;
    }

    private static Publication deleted(NotificationDocument document, long version, Instant owedUntil) {
        return Publication.deleted(recipient(document), document.notificationId(), version, owedUntil);
    }

    private static Recipient recipient(NotificationDocument document) {
        return new Recipient(document.recipient());
    }
}
