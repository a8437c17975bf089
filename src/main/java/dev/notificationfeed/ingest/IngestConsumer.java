package dev.notificationfeed.ingest;

import dev.notificationfeed.kafka.KafkaClients;
import dev.notificationfeed.kafka.Topics;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.kafka.KafkaClientMetrics;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.jboss.logging.Logger;

/** Runs the {@link ConsumerLoop} that gives events to the {@link IngestPipeline}, from the start of the process to its end. */
@ApplicationScoped
class IngestConsumer {

    private static final Logger LOG = Logger.getLogger(IngestConsumer.class);

    /** Covers the current poll and leaving the group. */
    private static final long LEAVE_MS = 2_000;

    private final KafkaClients clients;
    private final IngestPipeline pipeline;
    private final IngestMetrics metrics;
    private final MeterRegistry registry;
    private final IngestConfig config;
    private final ConsumerOutage outage;
    private final ConsumerLoop loop;
    private final Thread polling;

    IngestConsumer(
            KafkaClients clients,
            Topics topics,
            IngestPipeline pipeline,
            IngestMetrics metrics,
            MeterRegistry registry,
            IngestConfig config) {
        this.clients = clients;
        this.pipeline = pipeline;
        this.metrics = metrics;
        this.registry = registry;
        this.config = config;
        this.outage = new ConsumerOutage(config);
        this.loop = new ConsumerLoop(topics::events, this::join, pipeline::take, outage);
        this.polling = new Thread(loop, "event-consumer");
        polling.setDaemon(true);
    }

    void start(@Observes StartupEvent started) {
        polling.start();
    }

    /** Finishes and commits the batches in progress, so that no other replica repeats them. */
    void stop(@Observes ShutdownEvent shutdown) throws InterruptedException {
        loop.drain();
        try {
            pipeline.close().get(config.drain().toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            LOG.debugf("batches in progress will be redelivered to another replica reason=\"%s\"", e.getMessage());
        }
        loop.stop();
        polling.join(LEAVE_MS);
        pipeline.cancel();
    }

    /** What this replica owns; empty while it has no consumer. */
    Optional<OwnedPartitions> owned() {
        return loop.owned();
    }

    /** Why the last consumer failed; null since another one has joined the group. */
    String failure() {
        return outage.reason();
    }

    private GroupMember join(String topic, boolean fromBeginning) {
        pipeline.repair();
        KafkaConsumer<byte[], byte[]> consumer = clients.groupMember(config.group());
        KafkaClientMetrics ofConsumer = new KafkaClientMetrics(consumer);
        ofConsumer.bindTo(registry);
        return new GroupMember(consumer, topic, fromBeginning, metrics::removed, ofConsumer::close);
    }
}
