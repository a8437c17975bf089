package dev.notificationfeed.notification;

import java.time.Instant;

/**
 * What every replica must be told of one item.
 *
 * @param kind what happened to it
 * @param recipient whom it is for
 * @param id which item
 * @param version the version that this tells of; readers drop what is older
 * @param item the item as it now is; null when it is gone
 * @param pendingUntil the {@code publishAt} that stands in the store until this has been published, or null if nothing is owed
 */
public record Publication(
        Kind kind, Recipient recipient, NotificationId id, long version, Notification item, Instant pendingUntil) {

    /** What happened. {@code CREATED} and {@code UPDATED} carry the whole item: a reader may treat both as "put". */
    public enum Kind {
        /** The item appeared. */
        CREATED,
        /** The item changed. */
        UPDATED,
        /** The item went. */
        DELETED,
        /** The person was erased; every earlier record of the recipient is void. */
        ERASED
    }

    /** An item that its recipient can see, told as new at its first version and as changed after it. */
    public static Publication of(Notification item, Instant pendingUntil) {
        return put(item.version() == 1 ? Kind.CREATED : Kind.UPDATED, item, pendingUntil);
    }

    /** An item that its recipient can see, told as given. */
    public static Publication put(Kind kind, Notification item, Instant pendingUntil) {
        return new Publication(kind, item.recipient(), item.id(), item.version(), item, pendingUntil);
    }

    /** An item that is gone for its recipient: withdrawn or expired. */
    public static Publication deleted(Recipient recipient, NotificationId id, long version, Instant pendingUntil) {
        return new Publication(Kind.DELETED, recipient, id, version, null, pendingUntil);
    }

    /** One item of a person who was erased. */
    public static Publication erased(Recipient recipient, NotificationId id, long version, Instant pendingUntil) {
        return new Publication(Kind.ERASED, recipient, id, version, null, pendingUntil);
    }
}
