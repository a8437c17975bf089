package dev.notificationfeed.store;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.exists;
import static com.mongodb.client.model.Sorts.ascending;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.inc;
import static com.mongodb.client.model.Updates.set;

import dev.notificationfeed.mongodb.Fields;
import dev.notificationfeed.mongodb.ForCallers;
import dev.notificationfeed.mongodb.Items;
import dev.notificationfeed.mongodb.NotificationDocument;
import dev.notificationfeed.mongodb.NotificationRepository;
import dev.notificationfeed.mongodb.StoreConfig;
import dev.notificationfeed.notification.Notification;
import dev.notificationfeed.notification.NotificationId;
import dev.notificationfeed.notification.Publication;
import dev.notificationfeed.notification.Recipient;
import dev.notificationfeed.notification.Status;
import dev.notificationfeed.notification.StatusNotAllowedException;
import dev.notificationfeed.store.ChangeResult.Outcome;
import dev.notificationfeed.store.ItemState.Transition;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.bson.conversions.Bson;
import org.bson.types.ObjectId;

/** Marks by the recipient. No event repeats them, so each visible change leaves a pending publication in the outbox. */
@Singleton
final class Marks {

    private final NotificationRepository repository;
    private final Items items;
    private final Clock clock;
    private final Duration lease;

    Marks(@ForCallers NotificationRepository repository, @ForCallers Items items, Clock clock, StoreConfig config) {
        this.repository = repository;
        this.items = items;
        this.clock = clock;
        this.lease = config.publishLease();
    }

    /** One command for a mark with a visible change, two for one without. The other cases read the item first. */
    Uni<Marked> mark(Recipient recipient, NotificationId id, Status status) {
        Instant now = clock.instant();
        Bson visible = Visibility.visible(recipient, id, now);
        return items.updateIf(
                        and(visible, StatusUpdate.changedBy(status, now)),
                        StatusUpdate.mark(status, now, now.plus(lease)))
                .map(updated -> marked(updated, Outcome.CHANGED))
                .onItem()
                .ifNull()
                .switchTo(() -> items.updateIf(
                                and(visible, StatusUpdate.unchangedBy(status)), StatusUpdate.markAgain(now))
                        .map(updated -> marked(updated, Outcome.UNCHANGED)))
                .onItem()
                .ifNull()
                .switchTo(() -> readAndMark(visible, status, now));
    }

    /** For an item that matches neither condition, or that another call changed between the two commands. */
    private Uni<Marked> readAndMark(Bson visible, Status status, Instant now) {
        return items.one(visible).onItem().ifNotNull().transformToUni(document -> mark(document, status, now));
    }

    /**
     * Three commands for any number of items: one updates items with a {@code readAt}, which they keep, one updates the
     * others, and one reads the updated items.
     */
    Uni<List<Publication>> markAllRead(Recipient recipient) {
        String changeSet = new ObjectId().toHexString();
        Instant now = clock.instant();
        Bson read = read(changeSet, now);
        Bson unread = Visibility.unread(recipient, now);
        return repository
                .mongoCollection()
                .updateMany(and(unread, exists(Fields.READ_AT)), read)
                .chain(readBefore -> repository
                        .mongoCollection()
                        .updateMany(and(unread, exists(Fields.READ_AT, false)), combine(read, set(Fields.READ_AT, now)))
                        .map(first -> readBefore.getModifiedCount() + first.getModifiedCount()))
                .flatMap(changed -> changedBy(changeSet, recipient, changed));
    }

    private Uni<Marked> mark(NotificationDocument document, Status status, Instant now) {
        Transition transition = ItemState.of(document).mark(status, now);
        if (transition.outcome() == Outcome.STATUS_NOT_ALLOWED) {
            return Uni.createFrom().failure(new StatusNotAllowedException(document.type(), status));
        }
        return items.update(document, StatusUpdate.byRecipient(transition, now.plus(lease)))
                .map(updated -> marked(updated, transition.outcome()));
    }

    /** Null if there is no item. */
    private static Marked marked(NotificationDocument updated, Outcome outcome) {
        if (updated == null) {
            return null;
        }
        Notification item = updated.toNotification();
        return new Marked(item, outcome == Outcome.CHANGED ? Publications.pending(updated) : null);
    }

    private Bson read(String changeSet, Instant now) {
        return combine(
                set(Fields.STATUS, Status.READ.name()),
                set(Fields.CHANGED_AT, now),
                StatusUpdate.pendingUntil(now.plus(lease)),
                set(Fields.CHANGE_SET, changeSet),
                inc(Fields.VERSION, 1L));
    }

    private Uni<List<Publication>> changedBy(String changeSet, Recipient recipient, long changed) {
        Bson filter = and(eq(Fields.RECIPIENT, recipient.value()), eq(Fields.CHANGE_SET, changeSet));
        return items.all(filter, ascending(Fields.SENT_AT, Fields.ID), Math.toIntExact(changed))
                .map(documents -> documents.stream().map(Publications::pending).toList());
    }
}
