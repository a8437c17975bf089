package dev.notificationfeed.ingest;

import dev.notificationfeed.kafka.KafkaAdmin;
import dev.notificationfeed.kafka.Topics;
import dev.notificationfeed.kafka.TopicsConfig;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import io.smallrye.reactive.messaging.kafka.KafkaClientService;
import io.smallrye.reactive.messaging.kafka.KafkaConsumer;
import io.smallrye.reactive.messaging.kafka.api.IncomingKafkaRecordBatchMetadata;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;

/**
 * Consumes the events topic, batch by batch, for as long as the process lives.
 *
 * <pre>
 *   read n + 2 ──► store n + 1 ──► tell n: publish, set aside, commit
 * </pre>
 *
 * Each step has one batch at most, and takes them in order: an item is stored before a later batch can change it, what
 * happened first is told first, and an offset is committed after all those before it.
 *
 * <p>The channel is subscribed to here and not by {@code @Incoming}: its consumer must not be made before the topics
 * exist, because making it fails while no bootstrap name resolves, and such a failure would end the channel for good.
 */
@ApplicationScoped
class IngestConsumer {

    static final String CHANNEL = "notification-events";

    private static final Logger LOG = Logger.getLogger(IngestConsumer.class);

    /** A look at what is known already, so it may be often. */
    private static final Duration LOOK_FOR_TOPIC = Duration.ofMillis(50);

    private static final Duration BETWEEN_COMMITS = Duration.ofMillis(50);

    private final Multi<Message<List<byte[]>>> batches;
    private final KafkaClientService clients;
    private final IngestPipeline handler;
    private final Topics topics;
    private final TopicsConfig names;
    private final IngestConfig config;
    private final PipelineStage<Work> storing = new PipelineStage<>(this::store);
    private final PipelineStage<Work> telling = new PipelineStage<>(this::tell);
    private final OffsetCommitter commits = new OffsetCommitter(this::commit, BETWEEN_COMMITS);
    private volatile boolean consuming;
    private boolean goingDown;
    private CompletableFuture<Void> inHand = CompletableFuture.completedFuture(null);
    private Cancellable subscription = () -> {};

    IngestConsumer(
            @Channel(CHANNEL) Multi<Message<List<byte[]>>> batches,
            KafkaClientService clients,
            IngestPipeline handler,
            Topics topics,
            TopicsConfig names,
            IngestConfig config) {
        this.batches = batches;
        this.clients = clients;
        this.handler = handler;
        this.topics = topics;
        this.names = names;
        this.config = config;
    }

    void start(@Observes StartupEvent started) {
        subscription = topicFound()
                .onItem()
                .transformToMulti(found -> consume())
                .onFailure()
                .invoke(this::warn)
                .onFailure()
                .retry()
                .withBackOff(config.retryMin(), config.retryMax())
                .indefinitely()
                .subscribe()
                .with(handled -> {}, failure -> LOG.error("events are no longer consumed", failure));
    }

    /** Finishes and commits the batches in hand, so that another replica need not do them again. */
    void stop(@Observes ShutdownEvent goesDown) throws InterruptedException {
        try {
            takeNoMore().get(config.drain().toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            LOG.debugf("the batches in hand are left to another replica reason=\"%s\"", e.getMessage());
        }
        subscription.cancel();
        storing.stop();
        telling.stop();
    }

    /** Whether a consumer has been made. */
    boolean isConsuming() {
        return consuming;
    }

    private void warn(Throwable failure) {
        LOG.warnf("events cannot be consumed, will try again reason=\"%s\"", KafkaAdmin.describe(failure));
        LOG.debug("events cannot be consumed", failure);
    }

    private Uni<Long> topicFound() {
        return Multi.createFrom()
                .ticks()
                .every(LOOK_FOR_TOPIC)
                .onOverflow()
                .drop()
                .filter(tick -> topics.exists(names.events()))
                .toUni();
    }

    private Multi<Void> consume() {
        return batches.onSubscription()
                .invoke(() -> consuming = true)
                .onItem()
                .transformToUniAndConcatenate(this::handle)
                .onTermination()
                .invoke(() -> consuming = false);
    }

    /** Completes when the next batch may be read. */
    private Uni<Void> handle(Message<List<byte[]>> message) {
        ConsumerRecords<byte[], byte[]> records = records(message);
        CompletableFuture<Void> committed = new CompletableFuture<>();
        if (!take(committed)) {
            return Uni.createFrom().voidItem();
        }
        return handler.read(records).chain(batch -> storing.take(new Work(records, batch, committed)));
    }

    private Uni<Void> store(Work work) {
        return handler.store(work.batch()).chain(() -> telling.take(work));
    }

    /** The next batch does not wait for the commit: one that fails is made good by the next one, or by a redelivery. */
    private Uni<Void> tell(Work work) {
        return handler.tell(work.batch())
                .invoke(() -> commits.add(next(work.records()))
                        .thenRun(() -> work.committed().complete(null)));
    }

    /** Whether a batch may still be begun; from then on the process waits for it before it ends. */
    private synchronized boolean take(CompletableFuture<Void> batch) {
        if (!goingDown) {
            inHand = batch;
        }
        return !goingDown;
    }

    /** Completes when the last batch that was begun is committed; commits are made in the order of the batches. */
    private synchronized CompletableFuture<Void> takeNoMore() {
        goingDown = true;
        return inHand;
    }

    @SuppressWarnings("unchecked") // the channel's deserializers make byte arrays
    private static ConsumerRecords<byte[], byte[]> records(Message<List<byte[]>> message) {
        return message.getMetadata(IncomingKafkaRecordBatchMetadata.class)
                .orElseThrow()
                .getRecords();
    }

    /** For each partition, the offset to go on from. */
    private static Map<TopicPartition, OffsetAndMetadata> next(ConsumerRecords<byte[], byte[]> records) {
        Map<TopicPartition, OffsetAndMetadata> next = new HashMap<>();
        for (TopicPartition partition : records.partitions()) {
            List<ConsumerRecord<byte[], byte[]>> of = records.records(partition);
            next.put(partition, new OffsetAndMetadata(of.get(of.size() - 1).offset() + 1));
        }
        return next;
    }

    /**
     * Of what this replica still holds: the broker would take an old batch's commit from any member of the group, and what
     * the new holder of the partition has committed since would be undone.
     */
    private Uni<Void> commit(Map<TopicPartition, OffsetAndMetadata> next) {
        KafkaConsumer<byte[], byte[]> consumer = clients.getConsumer(CHANNEL);
        return Uni.createFrom()
                .deferred(consumer::getAssignments)
                .invoke(next.keySet()::retainAll)
                .chain(() -> consumer.commitAsync(next))
                .onFailure()
                .invoke(failure -> LOG.debugf("not committed, will be redelivered reason=\"%s\"", failure.getMessage()))
                .onFailure()
                .recoverWithNull();
    }

    /** A batch on its way. */
    private record Work(ConsumerRecords<byte[], byte[]> records, Batch batch, CompletableFuture<Void> committed) {}
}
