package dev.notificationfeed.retention;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.exists;
import static com.mongodb.client.model.Filters.ne;
import static com.mongodb.client.model.Projections.include;
import static java.util.stream.Collectors.summingLong;

import com.mongodb.client.model.BulkWriteOptions;
import dev.notificationfeed.mongodb.Fields;
import dev.notificationfeed.mongodb.Guard;
import dev.notificationfeed.mongodb.NotificationDocument;
import dev.notificationfeed.mongodb.NotificationRepository;
import dev.notificationfeed.mongodb.RetentionConfig;
import dev.notificationfeed.retention.BackfillProgress.Claim;
import io.quarkus.mongodb.FindOptions;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Sets the removal time of all items, in small batches by ranges of ids. No update operator can compute that time, so each
 * item is read, and updated only if its {@code removeAt} is unchanged: an item that became a tombstone meanwhile keeps the
 * removal time of a tombstone.
 */
@Singleton
final class RetentionBackfill {

    private static final Logger LOG = Logger.getLogger(RetentionBackfill.class);

    private static final BulkWriteOptions UNORDERED = new BulkWriteOptions().ordered(false);
    private static final int BATCH_SIZE = 500;
    private static final int UPDATES_PER_COMMAND = 100;
    /** Leaves MongoDB free for requests: the backfill reads at most 5,000 items a second. */
    private static final Duration PAUSE = Duration.ofMillis(100);

    /** One more than a batch tells that the range is too wide. */
    private static final FindOptions READ = new FindOptions()
            .projection(include(Fields.RECIPIENT, Fields.SENT_AT, Fields.EXPIRES_AT, Fields.REMOVE_AT, Fields.VERSION))
            .limit(BATCH_SIZE + 1)
            .batchSize(BATCH_SIZE + 1);

    private final NotificationRepository repository;
    private final BackfillProgress progress;
    private final Guard guard;
    private final Clock clock;
    private final Duration retention;

    RetentionBackfill(
            NotificationRepository repository,
            BackfillProgress progress,
            Guard guard,
            Clock clock,
            RetentionConfig config) {
        this.repository = repository;
        this.progress = progress;
        this.guard = guard;
        this.clock = clock;
        this.retention = config.sinceSent();
    }

    /**
     * Runs until the last item, until the claim is lost, or until the backfill must stop. A batch that fails ends it too; the
     * next claim resumes there.
     *
     * @param mayContinue asked after each batch
     */
    Uni<Void> from(Claim first, Supplier<Uni<Boolean>> mayContinue) {
        AtomicReference<Step> step = new AtomicReference<>(new Step(first, IdRange.from(first.upTo())));
        NewRemovals removals = new NewRemovals(retention);
        AtomicLong changed = new AtomicLong();
        return Multi.createBy()
                .repeating()
                .uni(() -> run(step.get(), removals, changed, mayContinue).invoke(step::set))
                .withDelay(PAUSE)
                .until(next -> isOver(next.claim(), changed.get()))
                .onItem()
                .ignoreAsUni();
    }

    /** The claim and the range of the next batch. */
    private record Step(Claim claim, IdRange range) {}

    private Uni<Step> run(Step step, NewRemovals removals, AtomicLong changed, Supplier<Uni<Boolean>> mayContinue) {
        return guard.guard("read-removals", () -> read(step.range()))
                .flatMap(found -> found.size() > BATCH_SIZE
                        ? Uni.createFrom()
                                .item(new Step(step.claim(), step.range().half()))
                        : updateAll(found, removals)
                                .invoke(changed::addAndGet)
                                .chain(() -> advance(step, found.size(), mayContinue)));
    }

    /** A tombstone has no {@code sentAt}. An item that has ended is removed soon. */
    private Uni<List<NotificationDocument>> read(IdRange range) {
        return repository
                .mongoCollection()
                .find(and(range.filter(), exists(Fields.SENT_AT), ne(Fields.ENDED, true)), READ)
                .collect()
                .asList();
    }

    private Uni<Step> advance(Step step, int found, Supplier<Uni<Boolean>> mayContinue) {
        return mayContinue
                .get()
                .flatMap(may -> may ? next(step) : progress.reset(step.claim().until()))
                .map(claim -> claim.isOver()
                        ? new Step(claim, step.range())
                        : new Step(claim, step.range().next(found < BATCH_SIZE / 4)));
    }

    private Uni<Claim> next(Step step) {
        return step.range().isLast()
                ? progress.finish(step.claim(), retention)
                : progress.advance(step.claim(), step.range().end());
    }

    private boolean isOver(Claim claim, long changed) {
        if (claim.equals(Claim.DONE)) {
            LOG.infof("retention applied to stored items retention=%s changed=%d", retention, changed);
        }
        return claim.isOver();
    }

    /** The number of items changed. */
    private Uni<Long> updateAll(List<NotificationDocument> found, NewRemovals removals) {
        return Multi.createFrom()
                .iterable(removals.updates(found, clock.instant()))
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
}
