package dev.notificationfeed.notification;

import java.time.Instant;

/**
 * A change of one item, to be published on the feed.
 *
 * @param kind the kind of change
 * @param recipient the person the item is for
 * @param id the item
 * @param version the version of the item after the change; readers drop older ones
 * @param item the item after the change; null if it is gone
 * @param pendingUntil the {@code publishAt} of the item in the outbox, to be cleared after publication; null if it is not in the
 *     outbox
 */
public record Publication(
        Kind kind, Recipient recipient, NotificationId id, long version, Notification item, Instant pendingUntil) {

    /** The kind of change. {@code CREATED} and {@code UPDATED} carry the whole item: a reader may treat both as "put". */
    public enum Kind {
        /** The item appeared. */
        CREATED,
        /** The item changed. */
        UPDATED,
        /** The item was withdrawn or has expired. */
        DELETED,
        /** The person was erased; readers drop all earlier records of the recipient. */
        ERASED,
        /** Many items of the recipient changed at once. It names none of them: readers load the list again. */
        MANY_CHANGES
    }

    /** An item that its recipient can see: {@code CREATED} at version 1, {@code UPDATED} at a later one. */
    public static Publication of(Notification item, Instant pendingUntil) {
        return put(item.version() == 1 ? Kind.CREATED : Kind.UPDATED, item, pendingUntil);
    }

    /** An item that its recipient can see, with the given kind. */
    public static Publication put(Kind kind, Notification item, Instant pendingUntil) {
        return new Publication(kind, item.recipient(), item.id(), item.version(), item, pendingUntil);
    }

    /** An item that is gone for its recipient: withdrawn or expired. */
    public static Publication deleted(Recipient recipient, NotificationId id, long version, Instant pendingUntil) {
        return new Publication(Kind.DELETED, recipient, id, version, null, pendingUntil);
    }

    /**
     * Many changed items of one recipient.
     *
     * @param id of the change as a whole, so that readers drop a repetition
     */
    public static Publication manyChanges(Recipient recipient, NotificationId id, long version, Instant pendingUntil) {
        return new Publication(Kind.MANY_CHANGES, recipient, id, version, null, pendingUntil);
    }

    /** One item of a person who was erased. */
    public static Publication erased(Recipient recipient, NotificationId id, long version, Instant pendingUntil) {
        return new Publication(Kind.ERASED, recipient, id, version, null, pendingUntil);
    }
}
