package dev.notificationfeed.retention;

import static com.mongodb.client.model.Filters.exists;

import dev.notificationfeed.capability.ReplicaRegister;
import dev.notificationfeed.mongodb.Fields;
import dev.notificationfeed.mongodb.Guard;
import dev.notificationfeed.mongodb.Items;
import dev.notificationfeed.mongodb.RetentionConfig;
import dev.notificationfeed.mongodb.StoreUnavailableException;
import dev.notificationfeed.time.PeriodicTask;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import org.jboss.logging.Logger;

/**
 * Applies the configured retention to stored items. Each item carries the time of its removal, so a changed retention needs
 * a {@link RetentionBackfill} over all items. One replica runs it, and only while every replica has the same retention;
 * otherwise the replicas of a roll-out would undo each other's work.
 */
@Singleton
final class Retention {

    private static final Logger LOG = Logger.getLogger(Retention.class);

    /** Replicas report every few seconds; one that has been silent for this long no longer stores items. */
    static final Duration SEEN_WITHIN = Duration.ofSeconds(20);

    private static final Duration FIRST_RETRY = Duration.ofSeconds(1);

    private final Items items;
    private final ReplicaRegister replicas;
    private final BackfillProgress progress;
    private final RetentionBackfill backfill;
    private final Guard guard;
    private final Clock clock;
    private final RetentionConfig config;
    private volatile boolean hasSucceeded;
    private volatile boolean warned;
    private PeriodicTask task = PeriodicTask.none();

    Retention(
            Items items,
            ReplicaRegister replicas,
            BackfillProgress progress,
            RetentionBackfill backfill,
            Guard guard,
            Clock clock,
            RetentionConfig config) {
        this.items = items;
        this.replicas = replicas;
        this.progress = progress;
        this.backfill = backfill;
        this.guard = guard;
        this.clock = clock;
        this.config = config;
    }

    void start(@Observes StartupEvent started) {
        task = PeriodicTask.start("retention", config.appliedEvery(), this::run);
    }

    @PreDestroy
    void stop() {
        task.stop();
    }

    /**
     * The first run is retried every second until MongoDB is available, so that a service that starts with an empty database
     * records that nothing needs a backfill. A later run that fails waits for the next one.
     */
    private Uni<Void> run() {
        Uni<Void> attempt = Uni.createFrom().deferred(this::apply).onFailure().invoke(this::failed);
        Uni<Void> run = hasSucceeded
                ? attempt.onFailure().recoverWithNull()
                : attempt.onFailure()
                        .retry()
                        .withBackOff(FIRST_RETRY, FIRST_RETRY)
                        .indefinitely();
        return run.invoke(() -> hasSucceeded = true);
    }

    /** Other parts report outages. Any other failure may block the backfill in every run, so it is logged once. */
    private void failed(Throwable failure) {
        if (!(failure instanceof StoreUnavailableException) && !warned) {
            LOG.warn("the retention cannot be applied to stored items", failure);
            warned = true;
        }
        LOG.debugf(failure, "applying the retention failed; it is tried again");
    }

    /**
     * Completes when this replica has nothing to do or has done it. Fails before the first replica has reported: the
     * retentions of the replicas are unknown then, and the recorded progress must not be reset because of that.
     */
    Uni<Void> apply() {
        return progress.read()
                .flatMap(stored -> agreement()
                        .onItem()
                        .ifNull()
                        .failWith(() -> new StoreUnavailableException("no replica has reported yet", null))
                        .flatMap(agreed -> agreed ? backfillIfNeeded(stored) : reset(stored)));
    }

    private Uni<Void> backfillIfNeeded(RetentionDocument stored) {
        if (stored != null && (stored.isApplied(config.sinceSent()) || stored.isClaimed(clock.instant()))) {
            return nothing();
        }
        return stored == null
                ? isAnythingStored().flatMap(any -> any ? backfill(null) : progress.begin(config.sinceSent()))
                : backfill(stored);
    }

    private Uni<Void> backfill(RetentionDocument stored) {
        return progress.claim(stored, config.sinceSent())
                .flatMap(claim -> claim.isOver() ? nothing() : backfill.from(claim, this::allAgree));
    }

    private Uni<Void> reset(RetentionDocument stored) {
        return stored == null || stored.isBlank()
                ? nothing()
                : progress.reset(stored.claimedUntil()).replaceWithVoid();
    }

    private Uni<Boolean> allAgree() {
        return agreement().map(Boolean.TRUE::equals);
    }

    /** Null if no replica has reported. */
    private Uni<Boolean> agreement() {
        return replicas.agreesOnRetention(SEEN_WITHIN);
    }

    private Uni<Boolean> isAnythingStored() {
        return guard.guard("find-any", () -> items.one(exists(Fields.SENT_AT)).map(any -> any != null));
    }

    private static Uni<Void> nothing() {
        return Uni.createFrom().voidItem();
    }
}
