package dev.notificationfeed.ingest;

import dev.notificationfeed.kafka.KafkaAdmin;
import dev.notificationfeed.kafka.Topics;
import dev.notificationfeed.kafka.TopicsConfig;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import io.smallrye.reactive.messaging.kafka.api.IncomingKafkaRecordBatchMetadata;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;

/**
 * Consumes the events topic and gives each polled batch to the {@link IngestPipeline}, for as long as the process lives.
 *
 * <p>It subscribes to the channel itself instead of using {@code @Incoming}: the Kafka consumer must not be created before the
 * topic exists, because its constructor fails while no bootstrap name resolves, and that failure would end the channel for good.
 */
@ApplicationScoped
class IngestConsumer {

    static final String CHANNEL = "notification-events";

    private static final Logger LOG = Logger.getLogger(IngestConsumer.class);

    /** Each check reads only the cached result of the last look-up, so it may be frequent. */
    private static final Duration TOPIC_CHECK_INTERVAL = Duration.ofMillis(50);

    private final Multi<Message<List<byte[]>>> batches;
    private final IngestPipeline pipeline;
    private final Topics topics;
    private final TopicsConfig names;
    private final IngestConfig config;
    private volatile boolean consuming;
    private Cancellable subscription = () -> {};

    IngestConsumer(
            @Channel(CHANNEL) Multi<Message<List<byte[]>>> batches,
            IngestPipeline pipeline,
            Topics topics,
            TopicsConfig names,
            IngestConfig config) {
        this.batches = batches;
        this.pipeline = pipeline;
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
                .with(handled -> {}, failure -> LOG.error("event consumer stopped", failure));
    }

    /** Finishes and commits the batches in progress, so that no other replica repeats them. */
    void stop(@Observes ShutdownEvent shutdown) throws InterruptedException {
        try {
            pipeline.close().get(config.drain().toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            LOG.debugf("batches in progress will be redelivered to another replica reason=\"%s\"", e.getMessage());
        }
        subscription.cancel();
        pipeline.cancel();
    }

    /** Whether the Kafka consumer has been created. */
    boolean isConsuming() {
        return consuming;
    }

    private void warn(Throwable failure) {
        LOG.warnf("event consumer failed, retrying reason=\"%s\"", KafkaAdmin.describe(failure));
        LOG.debug("event consumer failed", failure);
    }

    private Uni<Long> topicFound() {
        return Multi.createFrom()
                .ticks()
                .every(TOPIC_CHECK_INTERVAL)
                .onOverflow()
                .drop()
                .filter(tick -> topics.exists(names.events()))
                .toUni();
    }

    private Multi<Void> consume() {
        return batches.onSubscription()
                .invoke(() -> consuming = true)
                .onItem()
                .transformToUniAndConcatenate(message -> pipeline.take(records(message)))
                .onTermination()
                .invoke(() -> consuming = false);
    }

    @SuppressWarnings("unchecked") // the channel's deserializers produce byte arrays
    private static ConsumerRecords<byte[], byte[]> records(Message<List<byte[]>> message) {
        return message.getMetadata(IncomingKafkaRecordBatchMetadata.class)
                .orElseThrow()
                .getRecords();
    }
}
