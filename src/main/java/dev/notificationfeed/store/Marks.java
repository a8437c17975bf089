package dev.notificationfeed.store;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.exists;
import static com.mongodb.client.model.Sorts.ascending;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.set;

import com.mongodb.client.model.CountOptions;
import dev.notificationfeed.mongodb.Fields;
import dev.notificationfeed.mongodb.ForCallers;
import dev.notificationfeed.mongodb.Items;
import dev.notificationfeed.mongodb.NotificationDocument;
import dev.notificationfeed.mongodb.NotificationRepository;
import dev.notificationfeed.mongodb.StoreConfig;
import dev.notificationfeed.notification.Notification;
import dev.notificationfeed.notification.NotificationId;
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
import org.bson.conversions.Bson;

/** Marks by the recipient. No event repeats them, so each visible change leaves a pending publication in the outbox. */
@Singleton
final class Marks {

    /** More changes than this are published as one. */
    private static final int MOST_PUBLISHED_SINGLY = 100;

    private static final CountOptions UP_TO_TOO_MANY = new CountOptions().limit(MOST_PUBLISHED_SINGLY + 1);

    private final NotificationRepository repository;
    private final Items items;
    private final Clock clock;
    private final ManyMarks manyMarks;
    private final Duration lease;

    Marks(
            @ForCallers NotificationRepository repository,
            @ForCallers Items items,
            Clock clock,
            ManyMarks manyMarks,
            StoreConfig config) {
        this.repository = repository;
        this.items = items;
        this.clock = clock;
        this.manyMarks = manyMarks;
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
     * Four commands for up to a hundred items, which are published one by one: one counts them, one updates items with a
     * {@code readAt}, which they keep, one updates the others, and one reads the updated items.
     *
     * @param call the same for a repeated call, so that its result has what the first attempt changed
     */
    Uni<MarkedAll> markAllRead(Recipient recipient, MarkAllCall call) {
        Instant now = clock.instant();
        if (call.isOfMany()) {
            return manyMarks.markRead(recipient, call, now);
        }
        Bson unread = Visibility.unread(recipient, now);
        return repository
                .mongoCollection()
                .countDocuments(unread, UP_TO_TOO_MANY)
                .flatMap(count -> count > MOST_PUBLISHED_SINGLY
                        ? manyMarks.markRead(recipient, call, now)
                        : markEachRead(recipient, unread, call.changeSet(), now));
    }

    private Uni<MarkedAll> markEachRead(Recipient recipient, Bson unread, String changeSet, Instant now) {
        Bson read = combine(
                ManyMarks.read(now), StatusUpdate.pendingUntil(now.plus(lease)), set(Fields.CHANGE_SET, changeSet));
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

    private Uni<MarkedAll> changedBy(String changeSet, Recipient recipient, long changed) {
        Bson filter =
                and(eq(Fields.RECIPIENT, recipient.value()), eq(Fields.CHANGE_SET, changeSet), Visibility.isItem());
        return items.all(filter, ascending(Fields.SENT_AT, Fields.ID), Math.toIntExact(changed))
                .map(documents -> new MarkedAll(
                        documents.size(),
                        documents.stream().map(Publications::pending).toList()));
    }
}
