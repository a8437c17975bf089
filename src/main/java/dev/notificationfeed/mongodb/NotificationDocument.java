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
 * @param scheduled true for an item stored before its {@code sentAt}, until it is published
 * @param publishAt time of the next publication; see {@code Outbox}
 * @param removeAt time at which MongoDB removes the document
 * @param withdrawnAt on a tombstone: time of the withdrawal or erasure
 * @param erased on a tombstone: true when the person was erased
 * @param changeSet marks the documents that one call has updated, so that the call can read them
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
        String changeSet) {

    /** The name of the collection. */
    public static final String COLLECTION = "notifications";

    private static final Duration AFTER_EXPIRY = Duration.ofDays(1);
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
                removeAt(sentAt, expiresAt, retention),
                null,
                null,
                null);
    }

    /** The tombstone of a withdrawn item: it keeps the id and the recipient, and no content. */
    public NotificationDocument withdrawn(Instant now) {
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
                version + 1,
                now,
                null,
                null,
                null,
                now.plus(TOMBSTONE_RETENTION),
                now,
                null,
                null);
    }

    /** Whether the item was withdrawn or erased. */
    public boolean isTombstone() {
        return withdrawnAt != null;
    }

    /** Whether this is a tombstone of an erased person. */
    public boolean isErased() {
        return Boolean.TRUE.equals(erased);
    }

    /** Whether it was stored before its {@code sentAt} and is not published yet. */
    public boolean isScheduled() {
        return Boolean.TRUE.equals(scheduled);
    }

    /** Whether its {@code sentAt} is in the future. */
    public boolean isAhead(Instant now) {
        return sentAt.isAfter(now);
    }

    /** Whether it is scheduled and no replica has claimed its publication, which would have moved {@code publishAt}. */
    public boolean isAwaitingPublication(Instant now) {
        return isAhead(now) && sentAt.equals(publishAt);
    }

    /** Whether its {@code expiresAt} has passed. */
    public boolean isExpired(Instant now) {
        return expiresAt != null && !expiresAt.isAfter(now);
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

    /**
     * The time at which MongoDB removes an item: {@code retention} after {@code sentAt}, or a day after {@code expiresAt} if
     * that is sooner.
     *
     * @param expiresAt null if the item does not expire
     */
    public static Instant removeAt(Instant sentAt, Instant expiresAt, Duration retention) {
        return earlier(sentAt.plus(retention), expiresAt == null ? null : expiresAt.plus(AFTER_EXPIRY));
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
        return other == null || one.isBefore(other) ? one : other;
    }
}
