package dev.notificationfeed.feed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.notificationfeed.kafka.TopicFacts;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FeedLogTest {

    private static final TopicPartition FIRST = new TopicPartition("feed", 0);
    private static final TopicPartition SECOND = new TopicPartition("feed", 1);

    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("none");

    @AfterEach
    void close() {
        consumer.close();
    }

    @Test
    void hasNothingToReadWhereTheTopicIsEmpty() {
        assertThat(opened(0, 0).beginsAtItsFormerEnd()).isTrue();
    }

    @Test
    void hasNothingToReadWhereItGoesOnAtTheEnd() {
        var log = opened(7, 3);
        log.from(new long[] {7, 3});

        assertThat(log.beginsAtItsFormerEnd()).isTrue();
    }

    @Test
    void hasSomethingToReadWhereOnePartitionHas() {
        var log = opened(7, 3);
        log.from(new long[] {7, 2});

        assertThat(log.beginsAtItsFormerEnd()).isFalse();
        assertThat(log.hasReachedItsFormerEnd()).isFalse();
    }

    @Test
    void doesNotTrustAPositionBehindTheEndOfATopicThatWasMadeAnew() {
        var log = opened(0, 0);
        log.from(new long[] {7, 3});

        assertThat(log.beginsAtItsFormerEnd()).isFalse();
    }

    /** A log of two partitions with these ends, at its beginning. */
    private FeedLog opened(long firstEnd, long secondEnd) {
        consumer.updateEndOffsets(Map.of(FIRST, firstEnd, SECOND, secondEnd));
        consumer.updateBeginningOffsets(
                Stream.of(FIRST, SECOND).collect(Collectors.toMap(partition -> partition, partition -> 0L)));
        var log = FeedLog.open(consumer, new TopicFacts("feed", Uuid.randomUuid(), 2, List.of()));
        log.beginning();
        return log;
    }
}
