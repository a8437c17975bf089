package dev.notificationfeed.feed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.notificationfeed.fixture.SettableClock;
import dev.notificationfeed.kafka.TopicFacts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FeedLogTest {

    private static final TopicPartition FIRST = new TopicPartition("feed", 0);
    private static final TopicPartition SECOND = new TopicPartition("feed", 1);

    private final SettableClock clock = new SettableClock();
    private final List<Long> askedTimes = new ArrayList<>();
    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("none") {
        @Override
        public Map<TopicPartition, OffsetAndTimestamp> offsetsForTimes(Map<TopicPartition, Long> times) {
            askedTimes.addAll(times.values());
            return Map.of(FIRST, new OffsetAndTimestamp(5, clock.millis()));
        }
    };

    @AfterEach
    void close() {
        consumer.close();
    }

    @Test
    void startsAtTheEndOfAnEmptyTopic() {
        assertThat(opened(0, 0).startsAtInitialEnd()).isTrue();
    }

    @Test
    void startsAtTheEndWhenNothingIsNew() {
        var log = opened(7, 3);
        log.from(positions(7, 3));

        assertThat(log.startsAtInitialEnd()).isTrue();
    }

    @Test
    void readsBackIfOnePartitionHasRecords() {
        var log = opened(7, 3);
        log.from(positions(7, 2));

        assertThat(log.startsAtInitialEnd()).isFalse();
        assertThat(log.hasReachedInitialEnd()).isFalse();
    }

    @Test
    void pollsAtPositionBeyondTheEndOfARecreatedTopic() {
        var log = opened(0, 0);
        log.from(positions(7, 3));

        assertThat(log.startsAtInitialEnd()).isFalse();
    }

    /** Its leader epoch is part of the first position. */
    @Test
    void readsTheRecordBeforeTheFirstOneToo() {
        opened(7, 0).since(Feeds.config(Map.of()));

        assertThat(consumer.position(FIRST)).isEqualTo(4);
        assertThat(consumer.position(SECOND)).isZero();
    }

    @Test
    void readsBackTheRecentTimeOfItsClock() {
        var config = Feeds.config(Map.of("notifications.feed.recent-time", "10m"));

        long[] from = opened(7, 3).since(config);

        assertThat(askedTimes).containsOnly(clock.millis() - 600_000);
        assertThat(from).containsExactly(5, 3);
    }

    @Test
    void takesNoFailureWithoutMessageForACorruptRecord() {
        assertThat(opened(7, 3).partitionOfCorruptRecord(new KafkaException())).isEqualTo(-1);
    }

    private static Position[] positions(long first, long second) {
        return new Position[] {new Position(Feeds.EPOCH, 0, first, 0), new Position(Feeds.EPOCH, 1, second, 0)};
    }

    /** A log of two partitions with these ends, at its beginning. */
    private FeedLog opened(long firstEnd, long secondEnd) {
        consumer.updateEndOffsets(Map.of(FIRST, firstEnd, SECOND, secondEnd));
        consumer.updateBeginningOffsets(
                Stream.of(FIRST, SECOND).collect(Collectors.toMap(partition -> partition, partition -> 0L)));
        var log = FeedLog.open(consumer, new TopicFacts("feed", Uuid.randomUuid(), 2, List.of()), clock);
        log.beginning();
        return log;
    }
}
