package dev.notificationfeed.devstack;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.notificationfeed.devstack.PublishedEvent.Outcome;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The outcome of the event at offset 7 of partition 2. */
class EventWatchTest {

    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final TopicPartition EVENTS = new TopicPartition("events", 2);
    private static final TopicPartition DEAD_LETTERS = new TopicPartition("dead", 0);
    private static final RecordMetadata EVENT = new RecordMetadata(EVENTS, 7, 0, 0, 0, 0);

    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private long committed;
    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest") {
        @Override
        public synchronized Map<TopicPartition, OffsetAndMetadata> committed(Set<TopicPartition> partitions) {
            return Map.of(EVENTS, new OffsetAndMetadata(committed));
        }
    };

    @BeforeEach
    void putOneOldDeadLetter() {
        consumer.updatePartitions("dead", List.of(new PartitionInfo("dead", 0, null, null, null)));
        consumer.updateEndOffsets(Map.of(DEAD_LETTERS, 1L));
        count("stored", 3);
        count("changed", 1);
    }

    @Test
    void isTheOutcomeWhoseCountIncreased() {
        try (var watch = open()) {
            commit(8);
            count("seen-before", 1);
            count("rejected", 1);

            assertThat(watch.await(EVENT, LIMIT)).isEqualTo(Outcome.handled("seen-before"));
        }
    }

    @Test
    void isUnknownWhenSeveralCountsIncreased() {
        try (var watch = open()) {
            commit(8);
            count("stored", 1);
            count("changed", 1);

            assertThat(watch.await(EVENT, LIMIT)).isEqualTo(Outcome.unknown());
        }
    }

    @Test
    void isUnknownWhenAnotherReplicaHandledTheEvent() {
        try (var watch = open()) {
            commit(8);

            assertThat(watch.await(EVENT, LIMIT)).isEqualTo(Outcome.unknown());
        }
    }

    @Test
    void isPendingWhileTheOffsetIsNotCommitted() {
        try (var watch = open()) {
            commit(7);
            count("stored", 1);

            assertThat(watch.await(EVENT, Duration.ofMillis(200))).isEqualTo(Outcome.pending());
        }
    }

    @Test
    void isTheDeadLetterOfTheSameRecord() {
        try (var watch = open()) {
            consumer.updateEndOffsets(Map.of(DEAD_LETTERS, 3L));
            consumer.addRecord(deadLetter(1, "6", "not-json"));
            consumer.addRecord(deadLetter(2, "7", "missing-recipient"));
            commit(8);
            count("stored", 1);

            assertThat(watch.await(EVENT, LIMIT))
                    .isEqualTo(Outcome.deadLettered("missing-recipient", "detail of missing-recipient"));
        }
    }

    @Test
    void isNotTheDeadLetterOfAnotherRecord() {
        try (var watch = open()) {
            consumer.updateEndOffsets(Map.of(DEAD_LETTERS, 2L));
            consumer.addRecord(deadLetter(1, "6", "not-json"));
            commit(8);
            count("stored", 1);

            assertThat(watch.await(EVENT, LIMIT)).isEqualTo(Outcome.handled("stored"));
        }
    }

    @Test
    void needsTheDeadLetterTopic() {
        assertThatThrownBy(() -> new EventWatch(consumer, "absent", new EventCounts(metrics)))
                .isInstanceOf(KafkaException.class)
                .hasMessageContaining("absent");
        assertThat(consumer.closed()).isTrue();
    }

    private EventWatch open() {
        return new EventWatch(consumer, "dead", new EventCounts(metrics));
    }

    private void commit(long next) {
        committed = next;
    }

    private void count(String outcome, int events) {
        metrics.counter("notifications.events", "outcome", outcome).increment(events);
    }

    private static ConsumerRecord<byte[], byte[]> deadLetter(long at, String offset, String code) {
        var record = new ConsumerRecord<>("dead", 0, at, new byte[0], new byte[0]);
        Map.of(
                        "dead-letter-reason",
                        code,
                        "dead-letter-detail",
                        "detail of " + code,
                        "dead-letter-topic",
                        "events",
                        "dead-letter-partition",
                        "2",
                        "dead-letter-offset",
                        offset)
                .forEach((name, value) -> record.headers().add(name, value.getBytes(UTF_8)));
        return record;
    }
}
