package dev.notificationfeed.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.notificationfeed.feed.Feeds;
import dev.notificationfeed.store.ContentSanitizer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
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
            new DeadLetters(null, null, Feeds.topics(Map.of())),
            new StepRetry(IngestSettings.of(Map.of()), tracing, new StepOutages()),
            tracing,
            new IngestMetrics(new SimpleMeterRegistry(), Clock.systemUTC()));

    @Test
    void isDrainedOnceTheOffsetsOfABatchAreCommitted() {
        pipeline.take(new Polled(List.of(), () -> commit)).await().atMost(SOON);

        CompletableFuture<Void> drained = pipeline.close();

        assertThat(drained).isNotDone();
        commit.complete(null);
        assertThat(drained).succeedsWithin(SOON);
    }
}
