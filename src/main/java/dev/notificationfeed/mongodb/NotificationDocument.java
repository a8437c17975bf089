package dev.notificationfeed.mongodb;

import dev.notificationfeed.notification.Creation;
import dev.notificationfeed.notification.Notification;
import dev.notificationfeed.notification.NotificationId;
import dev.notificationfeed.notification.NotificationType;
import dev.notificationfeed.notification.Recipient;
import dev.notificationfeed.notification.Status;
import dev.notificationfeed.notification.TisReference;
import io.quarkus.mongodb.panache.common.MongoEntity;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.bson.codecs.pojo.annotations.BsonId;

/**
 * One item, or its tombstone, as stored in MongoDB. A null component is an absent field. Only {@code store} and
 * {@code retention} may use it besides this package.
 *
 * @param content sanitised HTML
 * @param source the CloudEvents source of the event that created the item
 * @param eventId the CloudEvents id of that event
 * @param changedAt time of the last change; also detects concurrent updates
 * @param appliedEvents the most recently applied change events, each by the id derived from its key
 * @param scheduled true for an item stored before its {@code sentAt}, which its recipient does not see yet; false from the
 *     first claim until it is published; then absent
 * @param publishAt time of the next publication; see {@code Outbox}
 * @param removeAt time at which MongoDB removes the document
 * @param withdrawnAt on a tombstone: time of the withdrawal or erasure
 * @param erased on a tombstone: true when the person was erased
 * @param ended true when no list shows the item any more: it has expired or reached the end of its retention, and readers are
 *     told
 * @param changeSet marks the documents that one call has updated, so that the call can read them; its own id on a document that
 *     stands for many changed items
 */
@MongoEntity(database = MongoSettings.DATABASE, collection = NotificationDocument.COLLECTION)
public record NotificationDocument(
        @BsonId String id,
        String recipient,
        NotificationType type,
        String subject,
        String subjectText,
        String content,
        TisReference tisReference,
        String contact,
        Status status,
        String statusDetail,
        Instant sentAt,
        Instant readAt,
        Instant expiresAt,
        String source,
        String eventId,
        long version,
        Instant changedAt,
        List<String> appliedEvents,
        Boolean scheduled,
        Instant publishAt,
        Instant removeAt,
        Instant withdrawnAt,
        Boolean erased,
        Boolean ended,
        String changeSet) {

    /** The name of the collection. */
    public static final String COLLECTION = "notifications";

    /** Longer than the retention of {@code notification-events}, so that no replay of the topic can restore an item. */
    public static final Duration TOMBSTONE_RETENTION = Duration.ofDays(30);

    /**
     * A new item.
     *
     * @param content sanitised HTML, or null
     * @param retention time from {@code sentAt} to removal
     */
    public static NotificationDocument of(Creation creation, String content, Instant now, Duration retention) {
        Instant sentAt = toMillis(creation.sentAt());
        Instant expiresAt = toMillis(creation.expiresAt());
        return new NotificationDocument(
                creation.id().value(),
                creation.recipient().value(),
                creation.type(),
                creation.subject(),
                creation.subjectText(),
                content,
                creation.tisReference(),
                creation.contact(),
                creation.status(),
                creation.statusDetail(),
                sentAt,
                toMillis(creation.readAt()),
                expiresAt,
                creation.event().source(),
                creation.event().id(),
                1,
                // If the clock of the producer is ahead, later changes of the item must not become outdated.
                earlier(toMillis(creation.eventTime()), now),
                null,
                sentAt.isAfter(now) ? true : null,
                nextPublication(now, sentAt, expiresAt),
                Removal.of(sentAt, expiresAt, retention),
                null,
                null,
                expiresAt != null && !expiresAt.isAfter(now) ? true : null,
                null);
    }

    /** The tombstone of a withdrawn item: it keeps the id and the recipient, and no content. */
    public NotificationDocument withdrawn(Instant now) {
        return tombstone(id, recipient, version + 1, now);
    }

    /** The tombstone of an item that is withdrawn before it comes. Version 1 tells it from other tombstones. */
    public static NotificationDocument withdrawnEarly(NotificationId id, Recipient recipient, Instant now) {
        return tombstone(id.value(), recipient.value(), 1, now);
    }

    private static NotificationDocument tombstone(String id, String recipient, long version, Instant now) {
        return new NotificationDocument(
                id,
                recipient,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                version,
                now,
                null,
                null,
                null,
                now.plus(TOMBSTONE_RETENTION),
                now,
                null,
                null,
                null);
    }

    /** Whether it is the tombstone of an item that was withdrawn before it came, and that has not come since. */
    public boolean isWithdrawnEarly() {
        return isTombstone() && version == 1;
    }

    /** Whether the item was withdrawn or erased. */
    public boolean isTombstone() {
        return withdrawnAt != null;
    }

    /** Whether this is no item, but stands for many items that one call changes; it looks like a tombstone to older versions. */
    public boolean isManyChanges() {
        return isTombstone() && id.equals(changeSet);
    }

    /** Whether this is a tombstone of an erased person. */
    public boolean isErased() {
        return Boolean.TRUE.equals(erased);
    }

    /** Whether it was stored before its {@code sentAt} and no replica has claimed its publication. No clock decides that. */
    public boolean isScheduled() {
        return Boolean.TRUE.equals(scheduled);
    }

    /** Whether its next publication as an item is the first one, although it may have been changed before. */
    public boolean isNewToRecipient() {
        return version == 1 || scheduled != null;
    }

    /** Whether no list shows it any more: readers are told so, or its {@code expiresAt} has passed. */
    public boolean isOver(Instant now) {
        return Boolean.TRUE.equals(ended) || expiresAt != null && !expiresAt.isAfter(now);
    }

    /** Whether it belongs to the recipient; false for a published tombstone of an erased person. */
    public boolean isOf(Recipient expected) {
        return expected.value().equals(recipient);
    }

    /** The id. */
    public NotificationId notificationId() {
        return new NotificationId(id);
    }

    /** The item with its stored status. */
    public Notification toNotification() {
        return toNotification(status);
    }

    /** The item with another status than the stored one. */
    public Notification toNotification(Status shown) {
        return new Notification(
                notificationId(),
                new Recipient(recipient),
                type,
                subject,
                subjectText,
                tisReference,
                contact,
                shown,
                statusDetail,
                sentAt,
                readAt,
                expiresAt,
                version);
    }

    private static Instant nextPublication(Instant now, Instant sentAt, Instant expiresAt) {
        if (sentAt.isAfter(now)) {
            return sentAt;
        }
        return expiresAt != null && expiresAt.isAfter(now) ? expiresAt : null;
    }

    private static Instant toMillis(Instant instant) {
        return instant == null ? null : instant.truncatedTo(ChronoUnit.MILLIS);
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }
}
