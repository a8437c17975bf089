package dev.notificationfeed.retention;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.exists;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Sorts.ascending;
import static com.mongodb.client.model.Updates.set;
import static java.util.stream.Collectors.summingLong;

import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.UpdateOneModel;
import dev.notificationfeed.mongodb.Fields;
import dev.notificationfeed.mongodb.Guard;
import dev.notificationfeed.mongodb.Items;
import dev.notificationfeed.mongodb.NotificationDocument;
import dev.notificationfeed.mongodb.NotificationRepository;
import dev.notificationfeed.mongodb.Removal;
import dev.notificationfeed.mongodb.RetentionConfig;
import dev.notificationfeed.retention.BackfillProgress.Claim;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.bson.conversions.Bson;
import org.jboss.logging.Logger;

/**
 * Sets the removal time of all items, in small batches ordered by id. No update operator can compute that time, so each item
 * is read, and updated only if its {@code removeAt} is unchanged: an item that became a tombstone meanwhile keeps the removal
 * time of a tombstone.
 */
@Singleton
final class RetentionBackfill {

    private static final Logger LOG = Logger.getLogger(RetentionBackfill.class);

    private static final BulkWriteOptions UNORDERED = new BulkWriteOptions().ordered(false);
    private static final int BATCH_SIZE = 500;
    private static final int UPDATES_PER_COMMAND = 100;
    /** Leaves MongoDB free for requests: the backfill reads at most 5,000 items a second. */
    private static final Duration PAUSE = Duration.ofMillis(100);

    private final NotificationRepository repository;
    private final Items items;
    private final BackfillProgress progress;
    private final Guard guard;
    private final Duration retention;

    RetentionBackfill(
            NotificationRepository repository,
            Items items,
            BackfillProgress progress,
            Guard guard,
            RetentionConfig config) {
        this.repository = repository;
        this.items = items;
        this.progress = progress;
        this.guard = guard;
        this.retention = config.sinceSent();
    }

    /**
     * Runs until the last item, until the claim is lost, or until the backfill must stop. A batch that fails ends it too; the
     * next claim resumes there.
     *
     * @param mayContinue asked after each batch
     */
    Uni<Void> from(Claim first, Supplier<Uni<Boolean>> mayContinue) {
        AtomicReference<Claim> claim = new AtomicReference<>(first);
        AtomicLong changed = new AtomicLong();
        return Multi.createBy()
                .repeating()
                .uni(() -> batch(claim.get(), changed, mayContinue).invoke(claim::set))
                .withDelay(PAUSE)
                .until(Claim::isOver)
                .onItem()
                .ignoreAsUni();
    }

    private Uni<Claim> batch(Claim claim, AtomicLong changed, Supplier<Uni<Boolean>> mayContinue) {
        return guard.guard("read-removals", () -> items.slice(after(claim), ascending(Fields.ID), 0, BATCH_SIZE))
                .call(found -> updateAll(found).invoke(changed::addAndGet))
                .flatMap(found ->
                        mayContinue.get().flatMap(may -> may ? next(claim, found) : progress.reset(claim.until())))
                .invoke(next -> report(next, changed.get()));
    }

    private Uni<Claim> next(Claim claim, List<NotificationDocument> found) {
        return found.size() < BATCH_SIZE
                ? progress.finish(claim, retention)
                : progress.advance(claim, found.get(found.size() - 1).id());
    }

    private void report(Claim next, long changed) {
        if (next.equals(Claim.DONE)) {
            LOG.infof("retention applied to stored items retention=%s changed=%d", retention, changed);
        }
    }

    /** A tombstone has no {@code sentAt}. */
    private static Bson after(Claim claim) {
        return and(gt(Fields.ID, claim.upTo()), exists(Fields.SENT_AT));
    }

    /** The number of items changed. */
    private Uni<Long> updateAll(List<NotificationDocument> found) {
        return Multi.createFrom()
                .iterable(found)
                .filter(item -> !item.removeAt().equals(removeAt(item)))
                .map(this::update)
                .group()
                .intoLists()
                .of(UPDATES_PER_COMMAND)
                .onItem()
                .transformToUniAndConcatenate(some -> guard.guard(
                        "change-removals",
                        () -> repository
                                .mongoCollection()
                                .bulkWrite(some, UNORDERED)
                                .map(result -> (long) result.getMatchedCount())))
                .collect()
                .with(summingLong(Long::longValue));
    }

    private UpdateOneModel<NotificationDocument> update(NotificationDocument item) {
        return new UpdateOneModel<>(
                and(eq(Fields.ID, item.id()), eq(Fields.REMOVE_AT, item.removeAt())),
                set(Fields.REMOVE_AT, removeAt(item)));
    }

    private Instant removeAt(NotificationDocument item) {
        return Removal.of(item.sentAt(), item.expiresAt(), retention);
    }
}
