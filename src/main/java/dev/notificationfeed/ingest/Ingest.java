package dev.notificationfeed.ingest;

import dev.notificationfeed.feed.Topics;
import dev.notificationfeed.feed.TopicsConfig;
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
 * <p>The channel is subscribed to here and not by {@code @Incoming}: its consumer must not be made before the topics
 * exist, because making it fails while no bootstrap name resolves, and such a failure would end the channel for good.
 */
@ApplicationScoped
class Ingest {

    static final String CHANNEL = "notification-events";

    private static final Logger LOG = Logger.getLogger(Ingest.class);
    private static final Duration LOOK_FOR_TOPIC = Duration.ofMillis(500);

    private final Multi<Message<List<byte[]>>> batches;
    private final KafkaClientService clients;
    private final BatchHandler handler;
    private final Topics topics;
    private final TopicsConfig names;
    private final IngestConfig config;
    private volatile boolean consuming;
    private volatile boolean goingDown;
    private volatile CompletableFuture<Void> inHand = CompletableFuture.completedFuture(null);
    private Cancellable subscription = () -> {};

    Ingest(
            @Channel(CHANNEL) Multi<Message<List<byte[]>>> batches,
            KafkaClientService clients,
            BatchHandler handler,
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
                .invoke(failure ->
                        LOG.warnf("events cannot be consumed, will try again reason=\"%s\"", failure.getMessage()))
                .onFailure()
                .retry()
                .withBackOff(config.retryMin(), config.retryMax())
                .indefinitely()
                .subscribe()
                .with(handled -> {}, failure -> LOG.error("events are no longer consumed", failure));
    }

    /** Finishes the batch in hand, so that another replica need not do it again. */
    void stop(@Observes ShutdownEvent goesDown) throws InterruptedException {
        goingDown = true;
        try {
            inHand.get(config.drain().toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            LOG.debugf("the batch in hand is left to another replica reason=\"%s\"", e.getMessage());
        }
        subscription.cancel();
    }

    /** Whether a consumer has been made. */
    boolean isConsuming() {
        return consuming;
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

    private Uni<Void> handle(Message<List<byte[]>> message) {
        if (goingDown) {
            return Uni.createFrom().voidItem();
        }
        ConsumerRecords<byte[], byte[]> records = records(message);
        CompletableFuture<Void> done = new CompletableFuture<>();
        inHand = done;
        return handler.handle(records)
                .chain(() -> goingDown ? commit(records) : commitLater(records))
                .onTermination()
                .invoke(() -> done.complete(null));
    }

    @SuppressWarnings("unchecked") // the channel's deserializers make byte arrays
    private static ConsumerRecords<byte[], byte[]> records(Message<List<byte[]>> message) {
        return message.getMetadata(IncomingKafkaRecordBatchMetadata.class)
                .orElseThrow()
                .getRecords();
    }

    /** The next batch does not wait for the commit: one that fails is made good by the next one, or by a redelivery. */
    private Uni<Void> commitLater(ConsumerRecords<byte[], byte[]> records) {
        commit(records).subscribe().with(committed -> {});
        return Uni.createFrom().voidItem();
    }

    private Uni<Void> commit(ConsumerRecords<byte[], byte[]> records) {
        Map<TopicPartition, OffsetAndMetadata> next = new HashMap<>();
        for (TopicPartition partition : records.partitions()) {
            List<ConsumerRecord<byte[], byte[]>> of = records.records(partition);
            next.put(partition, new OffsetAndMetadata(of.get(of.size() - 1).offset() + 1));
        }
        KafkaConsumer<byte[], byte[]> consumer = clients.getConsumer(CHANNEL);
        return consumer.commitAsync(next)
                .onFailure()
                .invoke(failure -> LOG.debugf("not committed, will be redelivered reason=\"%s\"", failure.getMessage()))
                .onFailure()
                .recoverWithNull();
    }
}
