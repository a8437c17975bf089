package dev.notificationfeed.store;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.ne;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.inc;
import static com.mongodb.client.model.Updates.set;
import static com.mongodb.client.model.Updates.unset;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.partitioningBy;

import com.mongodb.client.model.Updates;
import dev.notificationfeed.mongodb.Fields;
import dev.notificationfeed.mongodb.Guard;
import dev.notificationfeed.mongodb.Items;
import dev.notificationfeed.mongodb.NotificationDocument;
import dev.notificationfeed.mongodb.NotificationRepository;
import dev.notificationfeed.mongodb.StoreConfig;
import dev.notificationfeed.notification.Creation;
import dev.notificationfeed.notification.Publication;
import dev.notificationfeed.notification.Recipient;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.bson.conversions.Bson;
import org.bson.types.ObjectId;
import org.jboss.logging.Logger;

/** Turns all items of a person into tombstones. They keep the recipient until the erasure is published. */
@Singleton
final class Erasure {

    private static final Bson WITHOUT_CONTENT = combine(Stream.of(
                    Fields.TYPE,
                    Fields.SUBJECT,
                    Fields.SUBJECT_TEXT,
                    Fields.CONTENT,
                    Fields.TIS_REFERENCE,
                    Fields.CONTACT,
                    Fields.STATUS,
                    Fields.STATUS_DETAIL,
                    Fields.SENT_AT,
                    Fields.READ_AT,
                    Fields.EXPIRES_AT,
                    Fields.SOURCE,
                    Fields.EVENT_ID,
                    Fields.APPLIED_EVENTS,
                    Fields.SCHEDULED,
                    Fields.ENDED)
            .map(Updates::unset)
            .toList());

    private static final Logger LOG = Logger.getLogger(Erasure.class);

    private final NotificationRepository repository;
    private final Items items;
    private final ErasureRecords records;
    private final KeptChanges kept;
    private final Guard guard;
    private final Clock clock;
    private final Duration lease;

    Erasure(
            NotificationRepository repository,
            Items items,
            ErasureRecords records,
            KeptChanges kept,
            Guard guard,
            Clock clock,
            StoreConfig config) {
        this.repository = repository;
        this.items = items;
        this.records = records;
        this.kept = kept;
        this.guard = guard;
        this.clock = clock;
        this.lease = config.publishLease();
    }

    /**
     * A constant number of commands for any number of items. The record comes first: it stops replicas that store events of the
     * person at the same time. It also covers the items for which early tombstones wait, so these are deleted: an erased one
     * would hide the item of another recipient.
     */
    Uni<List<Publication>> erase(Recipient recipient, String by) {
        return records.begin(recipient, by, clock.instant())
                .call(() -> repository.mongoCollection().deleteMany(EarlyTombstones.of(recipient)))
                .flatMap(hash -> eraseItems(recipient)
                        .call(() -> kept.erase(recipient))
                        .call(erased -> records.end(hash, erased.size()))
                        .invoke(erased -> LOG.infof(
                                "recipient erased recipientHash=%s items=%d by=\"%s\"", hash, erased.size(), by)));
    }

    private Uni<List<Publication>> eraseItems(Recipient recipient) {
        String changeSet = new ObjectId().toHexString();
        return repository
                .mongoCollection()
                .updateMany(eq(Fields.RECIPIENT, recipient.value()), tombstone(changeSet, clock.instant()))
                .flatMap(result -> items.all(
                        and(eq(Fields.RECIPIENT, recipient.value()), eq(Fields.CHANGE_SET, changeSet)),
                        null,
                        Math.toIntExact(result.getModifiedCount())))
                .map(erased -> erased.stream().map(Publications::erased).toList());
    }

    /**
     * Erases what was written while or after the erasure ran. The outbox relay publishes it. Only new items are erased, because
     * a change may name an item that was published after the erasure; of an early change, what is kept of it is deleted.
     */
    Uni<Void> eraseLate(List<Received> covered) {
        Map<Recipient, List<Received>> byRecipient = covered.stream()
                .collect(groupingBy(received -> received.change().recipient()));
        return Multi.createFrom()
                .iterable(byRecipient.entrySet())
                .onItem()
                .transformToUniAndConcatenate(of -> eraseLate(of.getKey(), of.getValue()))
                .collect()
                .last();
    }

    private Uni<Void> eraseLate(Recipient recipient, List<Received> events) {
        Map<Boolean, List<Received>> byCreation =
                events.stream().collect(partitioningBy(event -> event.change() instanceof Creation));
        return guard.guard("erase-late", () -> eraseNewItems(recipient, ids(byCreation.get(true))))
                .chain(() ->
                        guard.guard("erase-late", () -> deleteEarlyTombstones(recipient, ids(byCreation.get(false)))))
                .chain(() -> kept.forget(
                        byCreation.get(false).stream().map(KeptDocument::idOf).toList()));
    }

    private static List<String> ids(List<Received> events) {
        return events.stream().map(event -> event.change().id().value()).toList();
    }

    private Uni<Void> eraseNewItems(Recipient recipient, List<String> ids) {
        return ids.isEmpty()
                ? Uni.createFrom().voidItem()
                : repository
                        .mongoCollection()
                        .updateMany(
                                and(
                                        in(Fields.ID, ids),
                                        eq(Fields.RECIPIENT, recipient.value()),
                                        ne(Fields.ERASED, true)),
                                tombstone(new ObjectId().toHexString(), clock.instant()))
                        .replaceWithVoid();
    }

    private Uni<Void> deleteEarlyTombstones(Recipient recipient, List<String> ids) {
        return ids.isEmpty()
                ? Uni.createFrom().voidItem()
                : repository
                        .mongoCollection()
                        .deleteMany(and(in(Fields.ID, ids), EarlyTombstones.of(recipient)))
                        .replaceWithVoid();
    }

    /** After publication, the tombstone no longer names the recipient. */
    static Bson withoutRecipient() {
        return combine(unset(Fields.RECIPIENT), unset(Fields.PUBLISH_AT), unset(Fields.CHANGE_SET));
    }

    private Bson tombstone(String changeSet, Instant now) {
        return combine(
                WITHOUT_CONTENT,
                set(Fields.WITHDRAWN_AT, now),
                set(Fields.ERASED, true),
                set(Fields.CHANGED_AT, now),
                set(Fields.PUBLISH_AT, now.plus(lease)),
                set(Fields.REMOVE_AT, now.plus(NotificationDocument.TOMBSTONE_RETENTION)),
                set(Fields.CHANGE_SET, changeSet),
                inc(Fields.VERSION, 1L));
    }
}
