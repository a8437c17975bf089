package dev.notificationfeed.feed;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.notificationfeed.fixture.SettableClock;
import dev.notificationfeed.kafka.Clients;
import dev.notificationfeed.kafka.TopicFacts;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.StartupEvent;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.LogTruncationException;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Uses Kafka's own mock of a consumer, because a cluster of one broker cannot lose what it has acknowledged. */
class FeedFollowerTest {

    private static final TopicFacts FEED = new TopicFacts("feed", Uuid.randomUuid(), 1, List.of());
    private static final TopicPartition PARTITION = new TopicPartition("feed", 0);
    private static final String ANN = "ann";

    private final SettableClock clock = new SettableClock();
    private final RecentFeed recent = Feeds.recent(clock);
    private final FeedState state = new FeedState();
    private final Listener listener = new Listener();
    private final Deque<MockConsumer<byte[], byte[]>> consumers = new ConcurrentLinkedDeque<>();
    private FeedFollower follower;

    @AfterEach
    void stop() {
        follower.stop();
        await().until(() -> "this replica is shutting down".equals(state.reason()));
    }

    @Test
    void resetsAllStreamsWhenTheLogWasCutBehindWhatItHasRead() {
        var before = consumer(0);
        var after = consumer(2);
        start();
        arrive(before, 0, 0, "a");
        arrive(before, 1, 0, "lost");
        await().until(() -> listener.arrived.size() == 2);
        Position lost = recent.present(ANN);

        before.setPollException(new LogTruncationException(Map.of(PARTITION, 2L), Map.of()));
        await().until(consumers::isEmpty);
        arrive(after, 0, 0, "a");
        arrive(after, 1, 1, "other");

        await().until(() -> List.of(ResetReason.TOO_OLD).equals(listener.resets));
        await().until(state::isFollowing);
        assertThat(listener.arrivedBeforeReplays).containsExactly(2);
        assertThat(recent.resetReasonFor(ANN, lost)).isEqualTo(ResetReason.UNKNOWN_EPOCH);
        arrive(after, 2, 1, "lost");
        await().until(() -> listener.arrived.contains("lost") && listener.arrived.size() == 5);
    }

    @Test
    void goesOnAfterARecordWithAWrongChecksum() {
        var consumer = consumer(0);
        start();
        arrive(consumer, 0, 0, "a");
        await().until(() -> listener.arrived.size() == 1);

        consumer.setPollException(new KafkaException(
                "Record batch for partition feed-0 at offset 1 is invalid, cause: Record is corrupt"));
        await().until(() -> List.of(ResetReason.TOO_OLD).equals(listener.resets));
        arrive(consumer, 2, 0, "next");

        await().until(() -> listener.arrived.contains("next"));
    }

    /** Their clients would load their lists again for each record of the batch. */
    @Test
    void resetsStreamsOnceForABatchWithAWrongChecksum() {
        var consumer = consumer(0);
        start();
        synchronized (consumer) {
            for (int i = 0; i < 3; i++) {
                consumer.schedulePollTask(() -> consumer.setPollException(new KafkaException(
                        "Record batch for partition feed-0 at offset 0 is invalid, cause: Record is corrupt")));
            }
            arrive(consumer, 3, 0, "next");
        }

        await().until(() -> listener.arrived.contains("next"));
        assertThat(listener.resets).containsExactly(ResetReason.TOO_OLD);
        assertThat(recent.resetReasonFor(ANN, new Position(recent.present(ANN).epoch(), 0, 2, Position.UNKNOWN)))
                .isEqualTo(ResetReason.TOO_OLD);
    }

    /** A real consumer compares it with the broker's when its position is asked for, before any poll. */
    @Test
    void readsBackALogThatWasFoundCutWhenItWasOpenedAgain() {
        var before = consumer(0);
        consumer(2).truncation = new LogTruncationException(Map.of(PARTITION, 2L), Map.of());
        var after = consumer(2);
        start();
        arrive(before, 0, 0, "a");
        arrive(before, 1, 0, "lost");
        await().until(() -> listener.arrived.size() == 2);
        Position lost = recent.present(ANN);

        before.setPollException(new KafkaException("a failure of the connection"));
        await().until(consumers::isEmpty);
        arrive(after, 0, 0, "a");
        arrive(after, 1, 1, "other");

        await().until(() -> List.of(ResetReason.TOO_OLD).equals(listener.resets));
        await().until(state::isFollowing);
        assertThat(recent.resetReasonFor(ANN, lost)).isEqualTo(ResetReason.UNKNOWN_EPOCH);
    }

    /** The broker compares it when the log is opened again. */
    @Test
    void opensTheLogAgainWithTheLeaderEpochOfTheLastRecord() {
        var before = consumer(0);
        var after = consumer(1);
        start();
        arrive(before, 0, 4, "a");
        await().until(() -> listener.arrived.size() == 1);

        before.setPollException(new KafkaException("a failure of the connection"));

        await().until(() -> after.soughtTo != null);
        assertThat(after.soughtTo).isEqualTo(new OffsetAndMetadata(1, Optional.of(4), ""));
        await().until(state::isFollowing);
        assertThat(listener.resets).isEmpty();
    }

    private void start() {
        follower = new FeedFollower(
                Clients.of(consumers),
                Clients.only(FEED, Feeds.topics(Map.of())),
                Feeds.config(Map.of()),
                clock,
                recent,
                new FeedRecordHandler(
                        new FeedCodec(new ObjectMapper()),
                        recent,
                        new MisroutedRecords(null, null),
                        listener,
                        new FeedMetrics(new SimpleMeterRegistry(), clock, state, recent)),
                listener,
                state);
        follower.start(new StartupEvent());
        await().until(state::isFollowing);
    }

    private FollowingConsumer consumer(long end) {
        var consumer = new FollowingConsumer();
        consumer.updateBeginningOffsets(Map.of(PARTITION, 0L));
        consumer.updateEndOffsets(Map.of(PARTITION, end));
        consumers.add(consumer);
        return consumer;
    }

    private static void arrive(FollowingConsumer consumer, long offset, int leaderEpoch, String item) {
        String value = "{\"v\":1,\"change\":\"created\",\"item\":{\"id\":\"" + item + "\",\"version\":1}}";
        consumer.schedulePollTask(() -> consumer.addRecord(new ConsumerRecord<>(
                "feed",
                0,
                offset,
                0,
                TimestampType.CREATE_TIME,
                0,
                0,
                ANN.getBytes(UTF_8),
                value.getBytes(UTF_8),
                new RecordHeaders(),
                Optional.of(leaderEpoch))));
    }

    /** All its records are recent. */
    private static final class FollowingConsumer extends MockConsumer<byte[], byte[]> {

        private volatile OffsetAndMetadata soughtTo;
        private LogTruncationException truncation;

        FollowingConsumer() {
            super("none");
        }

        @Override
        public synchronized void seek(TopicPartition partition, OffsetAndMetadata position) {
            soughtTo = position;
            super.seek(partition, position);
        }

        @Override
        public synchronized long position(TopicPartition partition) {
            if (soughtTo != null && truncation != null) {
                throw truncation;
            }
            return super.position(partition);
        }

        @Override
        public synchronized Map<TopicPartition, OffsetAndTimestamp> offsetsForTimes(Map<TopicPartition, Long> times) {
            return Map.of(PARTITION, new OffsetAndTimestamp(0, 0));
        }
    }

    private static final class Listener implements FeedListener {

        private final List<String> arrived = new CopyOnWriteArrayList<>();
        private final List<ResetReason> resets = new CopyOnWriteArrayList<>();
        private final List<Integer> arrivedBeforeReplays = new CopyOnWriteArrayList<>();

        @Override
        public void arrived(Entry entry) {
            arrived.add(entry.record().itemId());
        }

        @Override
        public void replayBegins() {
            arrivedBeforeReplays.add(arrived.size());
        }

        @Override
        public void resetAll(ResetReason reason) {
            resets.add(reason);
        }

        @Override
        public void reset(Predicate<String> recipients, ResetReason reason) {
            resets.add(reason);
        }
    }
}
