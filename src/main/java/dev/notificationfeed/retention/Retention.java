package dev.notificationfeed.retention;

import static com.mongodb.client.model.Filters.exists;

import dev.notificationfeed.capability.ReplicaRegister;
import dev.notificationfeed.mongodb.Fields;
import dev.notificationfeed.mongodb.Guard;
import dev.notificationfeed.mongodb.Items;
import dev.notificationfeed.mongodb.RetentionConfig;
import dev.notificationfeed.mongodb.StoreUnavailableException;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import org.jboss.logging.Logger;

/**
 * Sees to it that what is stored is kept as long as the configuration says. An item carries the time of its removal, so a
 * changed retention means a {@link RetentionBackfill} over all items: by one replica, and only while every replica keeps items
 * for that long, so that those of a roll-out do not undo each other's work.
 */
@Singleton
public final class Retention {

    private static final Logger LOG = Logger.getLogger(Retention.class);

    /** A replica reports every few seconds; one that has been silent for so long takes no more events. */
    static final Duration SEEN_WITHIN = Duration.ofSeconds(20);

    private static final Duration UNTIL_FIRST_LOOK = Duration.ofSeconds(1);

    private final Items items;
    private final ReplicaRegister replicas;
    private final BackfillProgress progress;
    private final RetentionBackfill walk;
    private final Guard guard;
    private final Clock clock;
    private final RetentionConfig config;
    private volatile boolean stuck;
    private Cancellable looking = () -> {};

    public Retention(
            Items items,
            ReplicaRegister replicas,
            BackfillProgress progress,
            RetentionBackfill walk,
            Guard guard,
            Clock clock,
            RetentionConfig config) {
        this.items = items;
        this.replicas = replicas;
        this.progress = progress;
        this.walk = walk;
        this.guard = guard;
        this.clock = clock;
        this.config = config;
    }

    void start(@Observes StartupEvent started) {
        looking = firstLook()
                .onItem()
                .transformToMulti(looked -> looks())
                .subscribe()
                .with(looked -> {});
    }

    /** As soon as MongoDB is there, so that a service that begins with nothing remembers that nothing needs to be changed. */
    private Uni<Void> firstLook() {
        return Uni.createFrom()
                .deferred(this::look)
                .onFailure()
                .invoke(this::failed)
                .onFailure()
                .retry()
                .withBackOff(UNTIL_FIRST_LOOK, UNTIL_FIRST_LOOK)
                .indefinitely();
    }

    private Multi<Void> looks() {
        return Multi.createFrom()
                .ticks()
                .startingAfter(config.appliedEvery())
                .every(config.appliedEvery())
                .onOverflow()
                .drop()
                .onItem()
                .transformToUniAndConcatenate(tick -> lookAndGoOn());
    }

    @PreDestroy
    void stop() {
        looking.cancel();
    }

    /**
     * Completes when there is nothing to do for this replica, or when it has done it. Fails before the first replica has
     * reported: nobody can say then who agrees, and nothing is forgotten for that.
     */
    Uni<Void> look() {
        return progress.read()
                .flatMap(seen -> agreement()
                        .onItem()
                        .ifNull()
                        .failWith(() -> new StoreUnavailableException("no replica has reported yet", null))
                        .flatMap(agreed -> agreed ? apply(seen) : forget(seen)));
    }

    private Uni<Void> lookAndGoOn() {
        return look().onFailure().invoke(this::failed).onFailure().recoverWithNull();
    }

    /** An outage is told by others. Anything else may be in the way of the whole walk, at each look. */
    private void failed(Throwable failure) {
        if (!(failure instanceof StoreUnavailableException) && !stuck) {
            LOG.warn("the retention cannot be applied to all that is stored", failure);
            stuck = true;
        }
        LOG.debugf(failure, "the next look at the retention goes on");
    }

    private Uni<Void> apply(RetentionDocument seen) {
        if (seen != null && (seen.isApplied(config.sinceSent()) || seen.isClaimed(clock.instant()))) {
            return Uni.createFrom().voidItem();
        }
        return seen == null
                ? isAnythingStored().flatMap(any -> any ? walk(null) : progress.begin(config.sinceSent()))
                : walk(seen);
    }

    private Uni<Void> walk(RetentionDocument seen) {
        return progress.claim(seen, config.sinceSent())
                .flatMap(claim -> claim.isOver() ? nothing() : walk.from(claim, this::allAgree));
    }

    private Uni<Void> forget(RetentionDocument seen) {
        return seen == null || seen.isBlank()
                ? nothing()
                : progress.forget(seen.claimedUntil()).replaceWithVoid();
    }

    private Uni<Boolean> allAgree() {
        return agreement().map(Boolean.TRUE::equals);
    }

    /** Null where no replica has reported. */
    private Uni<Boolean> agreement() {
        return replicas.agreesOnRetention(clock.instant().minus(SEEN_WITHIN));
    }

    private Uni<Boolean> isAnythingStored() {
        return guard.guard("find-any", () -> items.one(exists(Fields.SENT_AT)).map(any -> any != null));
    }

    private static Uni<Void> nothing() {
        return Uni.createFrom().voidItem();
    }
}
