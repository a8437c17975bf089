package dev.notificationfeed.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.notificationfeed.fixture.DamagedLog;
import dev.notificationfeed.fixture.KafkaProbe;
import dev.notificationfeed.fixture.Stack;
import dev.notificationfeed.kafka.TestClients;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against the embedded broker, with a topic and a group of its own. */
class GroupMemberTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int LARGEST_EVENT = 64 * 1024;
    private static final int LARGEST_BATCH = 4 * 1024 * 1024;

    private final String topic = "events-" + UUID.randomUUID();
    private final TopicPartition partition = new TopicPartition(topic, 0);
    private final KafkaProbe kafka = new KafkaProbe(Stack.bootstrapServers());
    private final AtomicLong removed = new AtomicLong();
    private final List<GroupMember> members = new ArrayList<>();

    @BeforeEach
    void createTopic() {
        kafka.create(topic, 1);
    }

    @AfterEach
    void close() {
        members.forEach(GroupMember::close);
        kafka.delete(topic);
    }

    @Test
    void startsAtTheBeginningOfTheLogWithoutCountingWhatWasRemovedBefore() {
        put(3);
        kafka.deleteRecords(partition, 2);

        assertThat(offsets(polled(member(), 1))).containsExactly(2L);
        assertThat(removed).hasValue(0);
    }

    @Test
    void countsEventsThatWereRemovedBeforeTheyWereRead() {
        put(1);
        commitOne(member());
        put(4);
        kafka.deleteRecords(partition, 4);

        assertThat(offsets(polled(member(), 1))).containsExactly(4L);
        assertThat(removed).hasValue(3);
    }

    @Test
    void readsFromTheBeginningWhenTheLogEndsBeforeItsPosition() {
        put(2);
        kafka.commit(topic, partition, 100);

        assertThat(offsets(polled(member(), 2))).containsExactly(0L, 1L);
        assertThat(removed).hasValue(0);
    }

    @Test
    void readsARecreatedTopicFromItsBeginningWhateverIsCommitted() {
        put(3);
        kafka.commit(topic, partition, 2);

        assertThat(offsets(polled(member(true), 3))).containsExactly(0L, 1L, 2L);
    }

    @Test
    void pollsNoMoreBytesThanABatchMayHave() {
        kafka.put(topic, new byte[LARGEST_EVENT], 100);

        var batches = polled(member(), 100);

        assertThat(batches)
                .hasSizeGreaterThan(1)
                .allSatisfy(batch ->
                        assertThat(batch.records().size() * LARGEST_EVENT).isLessThanOrEqualTo(LARGEST_BATCH));
    }

    @Test
    void collectsSmallEventsOfManyPollsInOneBatch() {
        put(200);

        assertThat(polled(member(), 200)).hasSizeLessThan(4);
    }

    @Test
    void commitsNothingOfAConsumerThatWasClosed() {
        put(1);
        var old = member();
        var batch = polled(old, 1).get(0);
        old.close();

        assertThat(batch.commit().get()).isCompleted();
        assertThat(kafka.committedBy(topic)).isEmpty();
    }

    @Test
    void leavesTheGroupAlsoIfWhatRunsBeforeFails() {
        put(1);
        var failing = member(false, () -> {
            throw new IllegalStateException("a fault");
        });
        polled(failing, 1);

        failing.close();

        await().atMost(Duration.ofSeconds(5))
                .untilAsserted(() -> assertThat(kafka.members(topic)).isEmpty());
    }

    /** Whichever partition the consumer reads first. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void commitsWhatOtherPartitionsHaveBeforeAnUnreadableBatchEndsIt(int unreadable) {
        kafka.addPartitions(topic, 2);
        var healthy = new TopicPartition(topic, 1 - unreadable);
        for (int number = 0; number < 2; number++) {
            kafka.put(new ProducerRecord<>(topic, number, null, new byte[] {1}));
        }
        DamagedLog.damage(new TopicPartition(topic, unreadable));
        var member = member();

        assertThatThrownBy(() -> pollAndCommitUntilItFails(member)).isInstanceOf(KafkaException.class);

        assertThat(kafka.committedBy(topic)).isEqualTo(Map.of(healthy, 1L));
    }

    private static void pollAndCommitUntilItFails(GroupMember member) {
        var patience = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < patience) {
            member.poll().ifPresent(batch -> batch.commit().get());
        }
    }

    @Test
    void staysInTheGroupAndCommitsWhileItTakesNoRecords() {
        put(1);
        var member = member();
        var commit = polled(member, 1).get(0).commit().get().toCompletableFuture();
        put(1);

        keepAliveUntil(member, commit::isDone);

        assertThat(kafka.committedBy(topic)).containsEntry(partition, 1L);
        assertThat(offsets(polled(member, 1))).containsExactly(1L);
    }

    private void commitOne(GroupMember member) {
        CompletableFuture<Void> commit = polled(member, 1).get(0).commit().get().toCompletableFuture();
        keepAliveUntil(member, commit::isDone);
        member.close();
    }

    private static void keepAliveUntil(GroupMember member, BooleanSupplier done) {
        await().atMost(PATIENCE).until(() -> {
            member.keepAlive();
            return done.getAsBoolean();
        });
    }

    private GroupMember member() {
        return member(false);
    }

    private GroupMember member(boolean fromBeginning) {
        return member(fromBeginning, () -> {});
    }

    private GroupMember member(boolean fromBeginning, Runnable whenClosed) {
        var member = new GroupMember(
                TestClients.of(Map.of()).groupMember(topic), topic, fromBeginning, removed::addAndGet, whenClosed);
        members.add(member);
        return member;
    }

    private void put(int records) {
        kafka.put(topic, new byte[] {1}, records);
    }

    private static List<Polled> polled(GroupMember member, int records) {
        List<Polled> batches = new ArrayList<>();
        await().atMost(PATIENCE).until(() -> {
            member.poll().ifPresent(batches::add);
            return offsets(batches).size() >= records;
        });
        return batches;
    }

    private static List<Long> offsets(List<Polled> batches) {
        return batches.stream()
                .flatMap(batch -> batch.records().stream())
                .map(record -> record.offset())
                .toList();
    }
}
