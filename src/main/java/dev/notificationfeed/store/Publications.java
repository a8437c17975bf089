package dev.notificationfeed.store;

import dev.notificationfeed.mongodb.NotificationDocument;
import dev.notificationfeed.notification.Publication;
import dev.notificationfeed.notification.Publication.Kind;
import dev.notificationfeed.notification.Recipient;
import java.time.Instant;

/** What must be published about a document. */
final class Publications {

    private Publications() {}

    /** The current item, without a pending publication; null if the recipient does not see the item. */
    static Publication current(NotificationDocument document, Instant now) {
        if (document.isTombstone()) {
            return document.recipient() == null ? null : deleted(document, document.version(), null);
        }
        return document.isScheduled() || document.isOver(now) ? null : put(document, null);
    }

    /** An item that its recipient sees and has just changed; pending until the document's {@code publishAt}. */
    static Publication pending(NotificationDocument document) {
        return put(document, document.publishAt());
    }

    /** A claimed document, as it is after the claim. */
    static Publication claimed(NotificationDocument claimed, Instant now) {
        if (claimed.isErased()) {
            return erased(claimed);
        }
        if (claimed.isManyChanges()) {
            return manyChanges(claimed);
        }
        if (claimed.isTombstone()) {
            return deleted(claimed, claimed.version(), claimed.publishAt());
        }
        return claimed.isOver(now)
                ? deleted(claimed, versionOfEnd(claimed.version()), claimed.publishAt())
                : pending(claimed);
    }

    /** The document that stands for many changed items. */
    static Publication manyChanges(NotificationDocument document) {
        return Publication.manyChanges(
                recipient(document), document.notificationId(), document.version(), document.publishAt());
    }

    /** A tombstone of an erased person. */
    static Publication erased(NotificationDocument tombstone) {
        return Publication.erased(
                recipient(tombstone), tombstone.notificationId(), tombstone.version(), tombstone.publishAt());
    }

    /**
     * The end of an item is published with the version after the stored one, because readers ignore a version that they have
     * already. The version is not stored, so that publishing the end twice gives the same record.
     */
    static long versionOfEnd(long storedVersion) {
        return storedVersion + 1;
    }

    /** The inverse of {@link #versionOfEnd}. */
    static long storedVersion(Publication end) {
        return end.version() - 1;
    }

    /** A scheduled item is new to its recipient at its {@code sentAt}, even if it was changed before. */
    private static Publication put(NotificationDocument document, Instant pendingUntil) {
        Kind kind = document.isNewToRecipient() ? Kind.CREATED : Kind.UPDATED;
        return Publication.put(kind, document.toNotification(), pendingUntil);
    }

    private static Publication deleted(NotificationDocument document, long version, Instant pendingUntil) {
        return Publication.deleted(recipient(document), document.notificationId(), version, pendingUntil);
    }

    private static Recipient recipient(NotificationDocument document) {
        return new Recipient(document.recipient());
    }
}
