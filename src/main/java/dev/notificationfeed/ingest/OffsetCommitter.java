package dev.notificationfeed.ingest;

import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.kafka.KafkaClientService;
import io.smallrye.reactive.messaging.kafka.KafkaConsumer;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/**
 * Commits offsets, one request at a time with a pause after each; offsets that arrive meanwhile go into the next request. A
 * commit waits for the current poll, and the broker writes it to a topic of its own: one commit for each small batch would cost
 * as much as the batch. The price is that a replica that is killed, or loses a partition, leaves a few more records to redeliver.
 */
@Singleton
class OffsetCommitter {

    private static final Logger LOG = Logger.getLogger(OffsetCommitter.class);
    private static final Duration PAUSE = Duration.ofMillis(50);

    /** Kafka's client times out earlier. This bound prevents one commit that never ends from blocking all later ones. */
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final Function<Map<TopicPartition, OffsetAndMetadata>, Uni<Void>> request;
    private final Duration pause;
    private Map<TopicPartition, OffsetAndMetadata> next = new HashMap<>();
    private CompletableFuture<Void> nextDone = new CompletableFuture<>();
    private boolean running;

    @Inject
    OffsetCommitter(KafkaClientService clients) {
        this(offsets -> commitOwn(clients.getConsumer(IngestConsumer.CHANNEL), offsets), PAUSE);
    }

    /**
     * @param request sends one commit; a failure is ignored, because the next commit covers it
     * @param pause time from the end of one commit to the start of the next
     */
    OffsetCommitter(Function<Map<TopicPartition, OffsetAndMetadata>, Uni<Void>> request, Duration pause) {
        this.request = request;
        this.pause = pause;
    }

    /** Completes after the attempt to commit these offsets, or later ones of the same partitions, whether or not it succeeded. */
    synchronized CompletionStage<Void> commit(Map<TopicPartition, OffsetAndMetadata> offsets) {
        next.putAll(offsets);
        CompletionStage<Void> done = nextDone;
        if (!running) {
            start();
        }
        return done;
    }

    private void start() {
        Map<TopicPartition, OffsetAndMetadata> offsets = next;
        CompletableFuture<Void> done = nextDone;
        next = new HashMap<>();
        nextDone = new CompletableFuture<>();
        running = true;
        Uni.createFrom()
                .deferred(() -> request.apply(offsets))
                .ifNoItem()
                .after(TIMEOUT)
                .fail()
                .onFailure()
                .recoverWithNull()
                .invoke(answer -> done.complete(null))
                .onItem()
                .delayIt()
                .by(pause)
                .subscribe()
                .with(answer -> startNext(), failure -> startNext());
    }

    private synchronized void startNext() {
        running = false;
        if (!next.isEmpty()) {
            start();
        }
    }

    /**
     * Commits only partitions that this replica still owns: the broker accepts an old batch's commit from any member of the
     * group, and it would overwrite what the new owner of the partition has committed since.
     */
    private static Uni<Void> commitOwn(KafkaConsumer<?, ?> consumer, Map<TopicPartition, OffsetAndMetadata> offsets) {
        return consumer.getAssignments()
                .invoke(offsets.keySet()::retainAll)
                .chain(() -> consumer.commitAsync(offsets))
                .onFailure()
                .invoke(failure ->
                        LOG.debugf("commit failed, records may be redelivered reason=\"%s\"", failure.getMessage()));
    }
}
