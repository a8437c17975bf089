package dev.notificationfeed.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class OffsetCommitterTest {

    private static final TopicPartition FIRST = new TopicPartition("events", 0);
    private static final TopicPartition SECOND = new TopicPartition("events", 1);

    private static final Duration PAUSE = Duration.ofMillis(200);

    private final List<Map<TopicPartition, OffsetAndMetadata>> made = new CopyOnWriteArrayList<>();
    private final List<CompletableFuture<Void>> answers = new CopyOnWriteArrayList<>();
    private final OffsetCommitter commits = new OffsetCommitter(this::commit, PAUSE);

    @Test
    void commitsAtOnceIfNoCommitIsRunning() {
        var over = add(FIRST, 5);

        assertThat(made).containsExactly(offset(FIRST, 5));
        assertThat(over).isNotDone();

        answers.get(0).complete(null);
        assertThat(over).isCompleted();
    }

    @Test
    void mergesOffsetsThatArriveDuringACommit() {
        add(FIRST, 5);
        var earlier = add(FIRST, 6);
        var later = add(FIRST, 8);
        var other = add(SECOND, 3);
        assertThat(made).hasSize(1);

        answers.get(0).complete(null);

        awaitMade(2);
        assertThat(made).last().isEqualTo(Map.of(FIRST, new OffsetAndMetadata(8), SECOND, new OffsetAndMetadata(3)));
        assertThat(List.of(earlier, later, other)).noneMatch(CompletableFuture::isDone);

        answers.get(1).complete(null);
        assertThat(List.of(earlier, later, other)).allMatch(CompletableFuture::isDone);
        assertThat(made).hasSize(2);
    }

    @Test
    void continuesAfterAFailedCommit() {
        var failed = add(FIRST, 5);
        var next = add(FIRST, 6);

        answers.get(0).completeExceptionally(new IllegalStateException("rebalanced"));
        awaitMade(2);
        answers.get(1).complete(null);

        assertThat(List.of(failed, next)).allMatch(CompletableFuture::isDone);
        assertThat(made).last().isEqualTo(offset(FIRST, 6));
    }

    @Test
    void pausesAfterEachCommit() {
        add(FIRST, 5);
        add(FIRST, 6);
        long over = System.nanoTime();
        answers.get(0).complete(null);

        awaitMade(2);
        assertThat(Duration.ofNanos(System.nanoTime() - over)).isGreaterThanOrEqualTo(PAUSE);
    }

    @Test
    void commitsOffsetsOfAPauseAfterIt() {
        add(FIRST, 5);
        answers.get(0).complete(null);
        var duringPause = add(FIRST, 6);
        assertThat(made).hasSize(1);

        awaitMade(2);
        assertThat(duringPause).isNotDone();
        answers.get(1).complete(null);
        assertThat(duringPause).isCompleted();
    }

    @Test
    void commitsAfterAnIdlePause() {
        add(FIRST, 5);
        answers.get(0).complete(null);
        long over = System.nanoTime();
        await().until(() -> System.nanoTime() - over > PAUSE.multipliedBy(2).toNanos());

        add(FIRST, 6);

        awaitMade(2);
    }

    private Uni<Void> commit(Map<TopicPartition, OffsetAndMetadata> offsets) {
        CompletableFuture<Void> answer = new CompletableFuture<>();
        answers.add(answer);
        made.add(offsets);
        return Uni.createFrom().completionStage(answer);
    }

    private void awaitMade(int commits) {
        await().until(() -> made.size() == commits);
    }

    private CompletableFuture<Void> add(TopicPartition partition, long offset) {
        return commits.commit(offset(partition, offset)).toCompletableFuture();
    }

    private static Map<TopicPartition, OffsetAndMetadata> offset(TopicPartition partition, long offset) {
        return Map.of(partition, new OffsetAndMetadata(offset));
    }
}
