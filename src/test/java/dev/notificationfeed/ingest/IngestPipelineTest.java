package dev.notificationfeed.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.notificationfeed.feed.Feeds;
import dev.notificationfeed.store.ContentSanitizer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.mutiny.Uni;
import java.time.Clock;
import java.time.Duration;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.junit.jupiter.api.Test;

/** When the pipeline is drained. The batches are empty, so that no dependency is needed. */
class IngestPipelineTest {

    private static final Duration SOON = Duration.ofSeconds(20);

    private final CompletableFuture<Void> commit = new CompletableFuture<>();
    private final IngestTracing tracing = new IngestTracing(OpenTelemetry.noop());
    private final IngestPipeline pipeline = new IngestPipeline(
            new BatchReader(Clock.systemUTC(), new ContentSanitizer(), tracing),
            new ChangeApplier(null),
            Feeds.idlePublisher(),
            new DeadLetters(null, Feeds.topics(Map.of())),
            new OffsetCommitter(offsets -> Uni.createFrom().completionStage(commit), Duration.ofMillis(1)),
            new StepRetry(config(), tracing),
            tracing,
            new IngestMetrics(new SimpleMeterRegistry(), Clock.systemUTC()));

    @Test
    void isDrainedOnceTheOffsetsOfABatchAreCommitted() {
        pipeline.take(ConsumerRecords.empty()).await().atMost(SOON);

        CompletableFuture<Void> drained = pipeline.close();

        assertThat(drained).isNotDone();
        commit.complete(null);
        assertThat(drained).succeedsWithin(SOON);
    }

    /** The channel cancels what it has in progress when the Kafka consumer fails. Kafka redelivers that batch. */
    @Test
    void isDrainedWithoutABatchWhoseReadingIsCancelled() {
        var batch = new SlowBatch();
        var reading = pipeline.take(batch).subscribe().with(taken -> {});
        await().atMost(SOON).until(batch.begun::isDone);

        reading.cancel();

        assertThat(pipeline.close()).succeedsWithin(SOON);
        batch.mayEnd.complete(null);
    }

    private static IngestConfig config() {
        return new SmallRyeConfigBuilder()
                .withConverter(Duration.class, 200, new DurationConverter())
                .withMapping(IngestConfig.class)
                .build()
                .getConfigMapping(IngestConfig.class);
    }

    /** A batch whose reading takes as long as the test wants. */
    private static final class SlowBatch extends ConsumerRecords<byte[], byte[]> {

        private final CompletableFuture<Void> begun = new CompletableFuture<>();
        private final CompletableFuture<Void> mayEnd = new CompletableFuture<>();

        SlowBatch() {
            super(Map.of(), Map.of());
        }

        @Override
        public Iterator<ConsumerRecord<byte[], byte[]>> iterator() {
            begun.complete(null);
            mayEnd.join();
            return super.iterator();
        }
    }
}
