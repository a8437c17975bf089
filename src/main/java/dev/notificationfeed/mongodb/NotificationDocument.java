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
 * One item, or the tombstone of one, as MongoDB keeps it. Public for the codec alone; it does not leave this package. What
 * is null is absent there.
 *
 * @param content sanitised HTML
 * @param source the CloudEvents source of the event that made it
 * @param eventId the CloudEvents id of that event
 * @param changedAt when what it says became so; also tells a document from what it was when it was read
 * @param appliedEvents the change events applied last, each by the id derived from its key
 * @param scheduled true from its being stored ahead of its {@code sentAt} until its readers have been told of it
 * @param publishAt when readers must next be told of it
 * @param removeAt when MongoDB removes it
 * @param withdrawnAt on a tombstone: since when it is one
 * @param erased on a tombstone: true when its person was erased
 * @param changeSet marks what one call changed among many, so that the call finds it again
 */
@MongoEntity(database = NotificationDocument.DATABASE, collection = NotificationDocument.COLLECTION)
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

    public static final String DATABASE = "notifications";
    public static final String COLLECTION = "notifications";

    private static final Duration AFTER_EXPIRY = Duration.ofDays(1);
    /** Longer than the retention of {@code notification-events}, so that no replay of the topic resurrects an item. */
    public static final Duration TOMBSTONE_RETENTION = Duration.ofDays(30);

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
                // A producer whose clock is ahead must not make every later change of the item an outdated one.
                earlier(toMillis(creation.eventTime()), now),
                null,
                sentAt.isAfter(now) ? true : null,
                nextAfter(now, sentAt, expiresAt),
                removeAt(sentAt, expiresAt, retention),
                null,
                null,
                null);
    }

    /** What stays of an item that is taken back: that it was, for whom, and nothing that a person could read. */
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

    public boolean isTombstone() {
        return withdrawnAt != null;
    }

    public boolean isErased() {
        return Boolean.TRUE.equals(erased);
    }

    /** Whether its recipient may not have been told of it yet, because it was stored ahead of its time. */
    public boolean isScheduled() {
        return Boolean.TRUE.equals(scheduled);
    }

    public boolean isAhead(Instant now) {
        return sentAt.isAfter(now);
    }

    /** Whether it is scheduled and no replica has claimed its publication, which would have moved {@code publishAt}. */
    public boolean isAwaitingPublication(Instant now) {
        return isAhead(now) && sentAt.equals(publishAt);
    }

    public boolean isExpired(Instant now) {
        return expiresAt != null && !expiresAt.isAfter(now);
    }

    public boolean isOf(Recipient someone) {
        return someone.value().equals(recipient);
    }

    public NotificationId notificationId() {
        return new NotificationId(id);
    }

    public Notification toNotification() {
        return describedAs(status);
    }

    /** The item with another status than the stored one. */
    public Notification describedAs(Status shown) {
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
     * When an item has had its time: a while after it was sent, or sooner if it has ended.
     *
     * @param expiresAt null if it has no end
     */
    public static Instant removeAt(Instant sentAt, Instant expiresAt, Duration retention) {
        return earlier(sentAt.plus(retention), expiresAt == null ? null : expiresAt.plus(AFTER_EXPIRY));
    }

    private static Instant nextAfter(Instant now, Instant sentAt, Instant expiresAt) {
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
