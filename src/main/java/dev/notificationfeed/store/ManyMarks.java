package dev.notificationfeed.store;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.exists;
import static com.mongodb.client.model.Filters.lte;
import static com.mongodb.client.model.Projections.include;
import static com.mongodb.client.model.Sorts.ascending;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.inc;
import static com.mongodb.client.model.Updates.set;

import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.ReturnDocument;
import com.mongodb.client.result.UpdateResult;
import dev.notificationfeed.mongodb.Fields;
import dev.notificationfeed.mongodb.ForCallers;
import dev.notificationfeed.mongodb.NotificationDocument;
import dev.notificationfeed.mongodb.NotificationRepository;
import dev.notificationfeed.mongodb.StoreConfig;
import dev.notificationfeed.notification.Recipient;
import dev.notificationfeed.notification.Status;
import io.quarkus.mongodb.FindOptions;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.bson.conversions.Bson;

/**
 * Marks any number of items as read, with one publication for all of them. A document that stands for the change is in the
 * outbox before the first item changes, and is renewed after the last one. So a crash leaves either no change and a needless
 * publication, or the change and its publication.
 *
 * <pre>
 *   document due in a while ──► items updated, slice by slice ──► document due in seconds, one version up ──► published
 *        └── a crash: published when it is due ◄──┘
 * </pre>
 */
@Singleton
final class ManyMarks {

    /** One command for more could exceed the time limit of a command. */
    static final int SLICE = 5_000;

    /** Longer than a call takes, so that the publication follows the change. */
    private static final int LEASES_BEFORE_CHANGE = 6;

    private static final Duration REMOVED_AFTER = Duration.ofDays(1);

    private static final FindOptions LAST_OF_SLICE = new FindOptions()
            .projection(include(Fields.ID, Fields.VERSION))
            .sort(ascending(Fields.ID))
            .skip(SLICE - 1)
            .limit(1);

    private static final FindOneAndUpdateOptions UPSERT =
            new FindOneAndUpdateOptions().upsert(true).returnDocument(ReturnDocument.AFTER);

    private final NotificationRepository repository;
    private final Clock clock;
    private final Duration lease;

    ManyMarks(@ForCallers NotificationRepository repository, Clock clock, StoreConfig config) {
        this.repository = repository;
        this.clock = clock;
        this.lease = config.publishLease();
    }

    private record Slice(boolean isLast, long changed) {}

    /** Marks the items that are unread at that time. */
    Uni<MarkedAll> markRead(Recipient recipient, MarkAllCall call, Instant now) {
        Bson unread = Visibility.unread(recipient, now);
        call.beginMany();
        return announce(recipient, call.changeSet(), lease.multipliedBy(LEASES_BEFORE_CHANGE))
                .chain(() -> markSlices(unread, call, now))
                .chain(() -> announce(recipient, call.changeSet(), lease))
                .map(document -> new MarkedAll(call.changed(), List.of(Publications.manyChanges(document))));
    }

    /** The version goes up, so that readers do not take the second publication for a repetition of the first. */
    private Uni<NotificationDocument> announce(Recipient recipient, String changeSet, Duration dueIn) {
        Instant now = clock.instant();
        return repository
                .mongoCollection()
                .findOneAndUpdate(
                        and(eq(Fields.ID, changeSet), eq(Fields.RECIPIENT, recipient.value())),
                        combine(
                                set(Fields.CHANGE_SET, changeSet),
                                set(Fields.WITHDRAWN_AT, now),
                                set(Fields.CHANGED_AT, now),
                                set(Fields.PUBLISH_AT, now.plus(dueIn)),
                                set(Fields.REMOVE_AT, now.plus(REMOVED_AFTER)),
                                inc(Fields.VERSION, 1L)),
                        UPSERT);
    }

    private Uni<Void> markSlices(Bson unread, MarkAllCall call, Instant now) {
        return Multi.createBy()
                .repeating()
                .uni(() -> markSlice(unread, now).invoke(slice -> call.addChanged(slice.changed())))
                .until(Slice::isLast)
                .onItem()
                .ignoreAsUni();
    }

    /** By a range of ids, which the index on recipient, status and id serves. A mark that finds nothing ends the loop too. */
    private Uni<Slice> markSlice(Bson unread, Instant now) {
        return repository
                .mongoCollection()
                .find(unread, LAST_OF_SLICE)
                .toUni()
                .flatMap(last -> markRead(last == null ? unread : and(unread, lte(Fields.ID, last.id())), now)
                        .map(changed -> new Slice(last == null || changed == 0, changed)));
    }

    /** Items that were read before keep their {@code readAt}. */
    private Uni<Long> markRead(Bson items, Instant now) {
        Bson read = read(now);
        return repository
                .mongoCollection()
                .updateMany(and(items, exists(Fields.READ_AT)), read)
                .map(UpdateResult::getModifiedCount)
                .flatMap(again -> repository
                        .mongoCollection()
                        .updateMany(and(items, exists(Fields.READ_AT, false)), combine(read, set(Fields.READ_AT, now)))
                        .map(first -> again + first.getModifiedCount()));
    }

    static Bson read(Instant now) {
        return combine(set(Fields.STATUS, Status.READ.name()), set(Fields.CHANGED_AT, now), inc(Fields.VERSION, 1L));
    }
}
