package dev.notificationfeed.ingest;

import dev.notificationfeed.event.RejectionCode;
import dev.notificationfeed.feed.FeedPublisher;
import dev.notificationfeed.feed.FeedPublisher.Traced;
import dev.notificationfeed.store.ChangeResult;
import dev.notificationfeed.store.KeptChange;
import dev.notificationfeed.store.NotificationStore;
import dev.notificationfeed.time.PeriodicTask;
import io.opentelemetry.context.Context;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jboss.logging.Logger;

/**
 * Ends the wait of changes whose item has not come in time. Each is applied once more, because a replica of another version may
 * have stored the item; otherwise it becomes a dead letter. It is deleted only after that. A replica that dies before leaves its
 * claim, which ends by itself, so the dead letter may be written twice and is never lost.
 */
@Singleton
final class EndedWaits {

    private static final Logger LOG = Logger.getLogger(EndedWaits.class);
    private static final Duration INTERVAL = Duration.ofSeconds(1);
    private static final int BATCH = 100;

    /** Longer than one run can take while Kafka or MongoDB answers late. */
    private static final Duration CLAIM = Duration.ofSeconds(60);

    private final NotificationStore store;
    private final ChangeApplier changes;
    private final FeedPublisher feed;
    private final DeadLetters deadLetters;
    private final IngestMetrics metrics;
    private PeriodicTask task = PeriodicTask.none();

    EndedWaits(
            NotificationStore store,
            ChangeApplier changes,
            FeedPublisher feed,
            DeadLetters deadLetters,
            IngestMetrics metrics) {
        this.store = store;
        this.changes = changes;
        this.feed = feed;
        this.deadLetters = deadLetters;
        this.metrics = metrics;
    }

    void start(@Observes StartupEvent started) {
        task = PeriodicTask.startLater(
                "early-changes",
                INTERVAL,
                () -> run().onFailure()
                        .invoke(failure -> LOG.debugf(failure, "changes whose wait has ended are tried again later"))
                        .onFailure()
                        .recoverWithNull());
    }

    @PreDestroy
    void stop() {
        task.stop();
    }

    /** Fails while MongoDB or Kafka is away; what it has claimed then becomes due again. */
    Uni<Void> run() {
        return store.claimKept(BATCH, CLAIM)
                .flatMap(kept -> kept.isEmpty() ? Uni.createFrom().voidItem() : end(kept));
    }

    private Uni<Void> end(List<KeptChange> kept) {
        return changes.apply(kept.stream().map(KeptChange::received).toList())
                .flatMap(results -> feed.publish(publications(results)).chain(() -> setAside(letters(kept, results))))
                .chain(() -> store.forgetKept(kept));
    }

    private Uni<Void> setAside(List<DeadLetter> letters) {
        return deadLetters.write(letters).invoke(() -> metrics.deadLettered(letters));
    }

    private static List<Traced> publications(List<ChangeResult> results) {
        return results.stream()
                .map(ChangeResult::publication)
                .filter(Objects::nonNull)
                .map(publication -> new Traced(publication, Context.root()))
                .toList();
    }

    private static List<DeadLetter> letters(List<KeptChange> kept, List<ChangeResult> results) {
        return IntStream.range(0, kept.size())
                .mapToObj(i -> letter(kept.get(i), results.get(i)))
                .filter(Objects::nonNull)
                .toList();
    }

    private static DeadLetter letter(KeptChange kept, ChangeResult result) {
        ChangeResult ended = result.outcome() == ChangeResult.Outcome.EARLY ? result.asUnknown() : result;
        RejectionCode code = DeadLetter.codeOf(ended.outcome());
        return code == null
                ? null
                : new DeadLetter(OriginalRecords.toKafka(kept.received().record()), code, ended.detail());
    }
}
