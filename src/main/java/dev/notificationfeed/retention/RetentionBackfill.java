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
 * Goes through all items by id, in small steps, and moves the time of their removal. No update operator can compute that
 * time, so each item is read, and written if it still is to be removed when it was: one that became a tombstone meanwhile
 * keeps the time of a tombstone.
 */
@Singleton
public final class RetentionBackfill {

    private static final Logger LOG = Logger.getLogger(RetentionBackfill.class);

    private static final BulkWriteOptions UNORDERED = new BulkWriteOptions().ordered(false);
    private static final int ITEMS_PER_STEP = 500;
    private static final int CHANGED_PER_COMMAND = 100;
    /** Leaves MongoDB to those who wait for it: at most five thousand items are read in a second. */
    private static final Duration PAUSE = Duration.ofMillis(100);

    private final NotificationRepository repository;
    private final Items items;
    private final BackfillProgress progress;
    private final Guard guard;
    private final Duration retention;

    public RetentionBackfill(
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
     * Walks until the last item, until the claim is lost, or until it may not go on. A step that fails ends it too; the next
     * claim goes on from there.
     *
     * @param mayGoOn asked between two steps
     */
    Uni<Void> from(Claim first, Supplier<Uni<Boolean>> mayGoOn) {
        AtomicReference<Claim> claim = new AtomicReference<>(first);
        AtomicLong changed = new AtomicLong();
        return Multi.createBy()
                .repeating()
                .uni(() -> step(claim.get(), changed, mayGoOn).invoke(claim::set))
                .withDelay(PAUSE)
                .until(Claim::isOver)
                .onItem()
                .ignoreAsUni();
    }

    private Uni<Claim> step(Claim claim, AtomicLong changed, Supplier<Uni<Boolean>> mayGoOn) {
        return guard.guard("read-removals", () -> items.slice(after(claim), ascending(Fields.ID), 0, ITEMS_PER_STEP))
                .call(found -> changeAll(found).invoke(changed::addAndGet))
                .flatMap(found ->
                        mayGoOn.get().flatMap(may -> may ? next(claim, found) : progress.forget(claim.until())))
                .invoke(next -> report(next, changed.get()));
    }

    private Uni<Claim> next(Claim claim, List<NotificationDocument> found) {
        return found.size() < ITEMS_PER_STEP
                ? progress.finish(claim, retention)
                : progress.advance(claim, found.get(found.size() - 1).id());
    }

    private void report(Claim next, long changed) {
        if (next.equals(Claim.DONE)) {
            LOG.infof("retention applied to what is stored retention=%s changed=%d", retention, changed);
        }
    }

    /** A tombstone has no {@code sentAt}. */
    private static Bson after(Claim claim) {
        return and(gt(Fields.ID, claim.upTo()), exists(Fields.SENT_AT));
    }

    /** How many were changed. */
    private Uni<Long> changeAll(List<NotificationDocument> found) {
        return Multi.createFrom()
                .iterable(found)
                .filter(item -> !item.removeAt().equals(removeAt(item)))
                .map(this::change)
                .group()
                .intoLists()
                .of(CHANGED_PER_COMMAND)
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

    private UpdateOneModel<NotificationDocument> change(NotificationDocument item) {
        return new UpdateOneModel<>(
                and(eq(Fields.ID, item.id()), eq(Fields.REMOVE_AT, item.removeAt())),
                set(Fields.REMOVE_AT, removeAt(item)));
    }

    private Instant removeAt(NotificationDocument item) {
        return NotificationDocument.removeAt(item.sentAt(), item.expiresAt(), retention);
    }
}
