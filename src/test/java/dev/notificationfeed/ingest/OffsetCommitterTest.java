package dev.notificationfeed.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.notificationfeed.ingest.OffsetCommitter.Position;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetCommitCallback;
import org.apache.kafka.clients.consumer.RetriableCommitFailedException;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OffsetCommitterTest {

    private static final TopicPartition FIRST = new TopicPartition("events", 0);
    private static final TopicPartition SECOND = new TopicPartition("events", 1);

    private final List<Map<TopicPartition, OffsetAndMetadata>> made = new ArrayList<>();
    private final List<OffsetCommitCallback> answers = new ArrayList<>();
    private final OwnedPartitions owned = new OwnedPartitions(added -> {});
    private long nanos;
    private final OffsetCommitter commits = new OffsetCommitter(
            owned,
            (offsets, callback) -> {
                made.add(offsets);
                answers.add(callback);
            },
            () -> nanos);

    @BeforeEach
    void assign() {
        owned.onPartitionsAssigned(List.of(FIRST, SECOND));
    }

    @Test
    void commitsAtOnceIfNoCommitIsInFlight() {
        var done = add(FIRST, 5);
        commits.sendDue();

        assertThat(made).containsExactly(offset(FIRST, 5));
        assertThat(done).isNotDone();
        succeed(0);
        assertThat(done).isCompleted();
    }

    @Test
    void mergesPositionsThatArriveDuringACommit() {
        add(FIRST, 5);
        commits.sendDue();
        var waiting = List.of(add(FIRST, 6), add(FIRST, 8), add(SECOND, 3));
        commits.sendDue();
        assertThat(made).hasSize(1);

        succeed(0);
        commitAfterPause();

        assertThat(made).last().isEqualTo(Map.of(FIRST, new OffsetAndMetadata(8), SECOND, new OffsetAndMetadata(3)));
        assertThat(waiting).noneMatch(CompletableFuture::isDone);
        succeed(1);
        assertThat(waiting).allMatch(CompletableFuture::isDone);
    }

    @Test
    void pausesAfterEachCommit() {
        add(FIRST, 5);
        commits.sendDue();
        succeed(0);
        add(FIRST, 6);

        commits.sendDue();
        assertThat(made).hasSize(1);

        commitAfterPause();
        assertThat(made).last().isEqualTo(offset(FIRST, 6));
    }

    @Test
    void triesAgainWhatFailed() {
        var failed = add(FIRST, 5);
        commits.sendDue();
        fail(0);
        assertThat(failed).isNotDone();

        commitAfterPause();
        succeed(1);

        assertThat(made).last().isEqualTo(offset(FIRST, 5));
        assertThat(failed).isCompleted();
    }

    /** More than an hour of failures at the pace of the pause. */
    @Test
    void completesWhatWaitedForManyFailedCommits() {
        var first = add(FIRST, 5);
        commits.sendDue();
        for (int commit = 0; commit < 100_000; commit++) {
            fail(commit);
            commitAfterPause();
        }
        var last = add(FIRST, 6);

        succeed(100_000);
        assertThat(first).isCompleted();
        commitAfterPause();
        succeed(100_001);

        assertThat(last).isCompleted();
    }

    @Test
    void replacesAFailedPositionByALaterOne() {
        var failed = add(FIRST, 5);
        commits.sendDue();
        var later = add(FIRST, 9);
        fail(0);

        commitAfterPause();
        succeed(1);

        assertThat(made).last().isEqualTo(offset(FIRST, 9));
        assertThat(List.of(failed, later)).allMatch(CompletableFuture::isDone);
    }

    @Test
    void dropsPositionOfAPartitionThatIsLost() {
        var lost = add(FIRST, 5);
        add(SECOND, 3);
        owned.onPartitionsLost(List.of(FIRST));

        commits.sendDue();
        succeed(0);

        assertThat(made).containsExactly(offset(SECOND, 3));
        assertThat(lost).isCompleted();
    }

    /** Another replica may have read on and committed between the two assignments. */
    @Test
    void dropsPositionOfAnEarlierAssignmentOfThePartition() {
        var old = add(FIRST, 5);
        owned.onPartitionsRevoked(List.of(FIRST));
        owned.onPartitionsAssigned(List.of(FIRST));

        commits.sendDue();

        assertThat(made).isEmpty();
        assertThat(old).isCompleted();
    }

    @Test
    void dropsEverythingWhenItIsClosed() {
        add(FIRST, 4);
        commits.sendDue();
        var waiting = add(FIRST, 5);

        commits.close();
        fail(0);
        var after = add(FIRST, 6);
        commitAfterPause();

        assertThat(made).hasSize(1);
        assertThat(List.of(waiting, after)).allMatch(CompletableFuture::isDone);
    }

    @Test
    void completesWhatWaitsForAFailedCommitWhenItIsClosed() {
        var failed = add(FIRST, 4);
        commits.sendDue();
        fail(0);

        commits.close();

        assertThat(failed).isCompleted();
    }

    private void commitAfterPause() {
        nanos += Duration.ofMillis(50).toNanos();
        commits.sendDue();
    }

    private void succeed(int commit) {
        answers.get(commit).onComplete(made.get(commit), null);
    }

    private void fail(int commit) {
        answers.get(commit).onComplete(made.get(commit), new RetriableCommitFailedException("rebalanced"));
    }

    private CompletableFuture<Void> add(TopicPartition partition, long offset) {
        var position = new Position(new OffsetAndMetadata(offset), owned.assignmentOf(partition));
        return commits.commit(Map.of(partition, position)).toCompletableFuture();
    }

    private static Map<TopicPartition, OffsetAndMetadata> offset(TopicPartition partition, long offset) {
        return Map.of(partition, new OffsetAndMetadata(offset));
    }
}
