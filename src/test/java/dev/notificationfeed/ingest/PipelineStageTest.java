package dev.notificationfeed.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PipelineStageTest {

    private static final Duration SOON = Duration.ofSeconds(20);

    private final List<String> begun = new CopyOnWriteArrayList<>();
    private final Map<String, CompletableFuture<Void>> work = new ConcurrentHashMap<>();
    private final PipelineStage<String> second = new PipelineStage<>(name -> work("second", name));
    private final PipelineStage<String> first =
            new PipelineStage<>(name -> work("first", name).chain(() -> second.take(name)));

    /** Mutiny initialises its context propagation at first use, which is not thread-safe. */
    @BeforeAll
    static void useMutinyOnce() {
        Uni.createFrom()
                .completionStage(CompletableFuture.completedFuture(null))
                .chain(done -> Uni.createFrom().voidItem())
                .await()
                .atMost(SOON);
    }

    @Test
    void processesNextItemWhileTheNextStageIsBusy() {
        give("a", "b");
        finish("first a");

        awaitBegun("first a", "second a", "first b");
    }

    @Test
    void processesOneItemAtATimeInOrder() {
        give("a", "b", "c");
        finish("first a", "first b", "first c");

        awaitBegun("first a", "first b", "second a");

        finish("second a");
        awaitBegun("first a", "first b", "first c", "second a", "second b");
        assertThat(begun).containsSubsequence("second a", "second b").containsSubsequence("first b", "first c");
    }

    @Test
    void completesWhenTheItemStartsToLimitTheCaller() {
        assertThat(first.take("a").subscribeAsCompletionStage()).succeedsWithin(SOON);

        var other = first.take("b").subscribeAsCompletionStage();
        assertThat(other).isNotDone();
        finish("first a");

        assertThat(other).succeedsWithin(SOON);
    }

    @Test
    void startsNothingAfterAStop() {
        give("a");
        awaitBegun("first a");
        var other = first.take("b").subscribeAsCompletionStage();

        first.stop();

        assertThat(work.get("first a")).isCancelled();
        await().atMost(SOON).until(other::isCompletedExceptionally);
        assertThat(begun).containsExactly("first a");
    }

    private void give(String... names) {
        Stream.of(names).forEach(first::take);
    }

    private Uni<Void> work(String step, String name) {
        begun.add(step + " " + name);
        return Uni.createFrom().completionStage(of(step + " " + name));
    }

    private void finish(String... names) {
        Stream.of(names).forEach(name -> of(name).complete(null));
    }

    private CompletableFuture<Void> of(String name) {
        return work.computeIfAbsent(name, missing -> new CompletableFuture<>());
    }

    private void awaitBegun(String... names) {
        await().atMost(SOON).untilAsserted(() -> assertThat(begun).containsExactlyInAnyOrder(names));
    }
}
