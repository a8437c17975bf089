package dev.notificationfeed.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.notificationfeed.feed.Feeds;
import dev.notificationfeed.store.ContentSanitizer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
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

    /** Later batches fail too, because one of them would commit past the one that failed; a new consumer polls all of them again. */
    @Test
    void takesBatchesOfANewConsumerAfterAFault() {
        pipeline.take(new Polled(List.of(), IngestPipelineTest::fault)).await().atMost(SOON);
        await().atMost(SOON).until(() -> fails(Polled.nothing()));

        pipeline.repair();

        assertThat(fails(new Polled(List.of(), () -> commit))).isFalse();
        commit.complete(null);
        assertThat(pipeline.close()).succeedsWithin(SOON);
    }

    private static CompletionStage<Void> fault() {
        throw new IllegalStateException("a fault");
    }

    private boolean fails(Polled polled) {
        return pipeline.take(polled)
                .subscribeAsCompletionStage()
                .handle((taken, failure) -> failure != null)
                .join();
    }
}
