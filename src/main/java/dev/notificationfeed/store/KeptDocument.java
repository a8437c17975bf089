package dev.notificationfeed.store;

import dev.notificationfeed.notification.Change;
import dev.notificationfeed.notification.EventKey;
import dev.notificationfeed.notification.NotificationId;
import dev.notificationfeed.notification.Recipient;
import dev.notificationfeed.notification.Status;
import dev.notificationfeed.notification.StatusChange;
import dev.notificationfeed.notification.Withdrawal;
import java.time.Instant;
import org.bson.codecs.pojo.annotations.BsonId;

/**
 * A kept change as stored in MongoDB. A null component is an absent field. Public because the codec needs that.
 *
 * @param id the item, the event and the position of its record: a redelivery of the record finds the stored change, and each copy
 *     of an event that was published several times gets its own dead letter
 * @param item the id of the item that has not come
 * @param status null for a withdrawal
 * @param until when the wait ends; a claim moves it
 */
public record KeptDocument(
        @BsonId String id,
        String item,
        String recipient,
        String source,
        String eventId,
        Status status,
        String statusDetail,
        Instant changedAt,
        Instant until,
        OriginalRecord record) {

    static final String ITEM = "item";
    static final String RECIPIENT = "recipient";
    static final String CHANGED_AT = "changedAt";
    static final String UNTIL = "until";
    static final String RECORD = "record";

    static KeptDocument of(Received received, Instant until) {
        Change change = received.change();
        StatusChange status = change instanceof StatusChange statusChange ? statusChange : null;
        return new KeptDocument(
                idOf(received),
                change.id().value(),
                change.recipient().value(),
                change.event().source(),
                change.event().id(),
                status == null ? null : status.status(),
                status == null ? null : status.statusDetail(),
                status == null ? null : status.changedAt(),
                until,
                received.record());
    }

    static String idOf(Received received) {
        Change change = received.change();
        OriginalRecord record = received.record();
        return change.id() + "/" + change.event().notificationId() + "/" + record.partition() + "-" + record.offset();
    }

    KeptChange toKept() {
        return new KeptChange(id, received());
    }

    Received received() {
        return new Received(change(), record);
    }

    Change change() {
        EventKey event = new EventKey(source, eventId);
        NotificationId notification = new NotificationId(item);
        Recipient owner = new Recipient(recipient);
        return status == null
                ? new Withdrawal(event, notification, owner)
                : new StatusChange(event, notification, owner, status, statusDetail, changedAt);
    }
}
