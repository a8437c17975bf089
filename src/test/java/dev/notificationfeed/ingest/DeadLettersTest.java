package dev.notificationfeed.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.notificationfeed.kafka.TopicFacts;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;

/** Where a dead letter goes while partitions take no writes. */
class DeadLettersTest {

    private static final String TOPIC = "notification-events-dlq";
    private final Map<String, ProducerRecord<byte[], byte[]>> letters = new HashMap<>();

    @Test
    void leavesThePartitionToTheProducerWhileAllTakeWrites() {
        assertThat(DeadLetters.place(letter("a"), facts())).isEqualTo(letter("a"));
        assertThat(DeadLetters.place(letter("a"), null)).isEqualTo(letter("a"));
    }

    @Test
    void avoidsPartitionsThatTakeNoWrites() {
        var partitions = IntStream.range(0, 100)
                .mapToObj(
                        i -> DeadLetters.place(letter("key-" + i), facts(0, 2)).partition())
                .distinct();

        assertThat(partitions).containsExactlyInAnyOrder(1, 3);
    }

    @Test
    void keepsTheRecordsOfAKeyTogether() {
        assertThat(DeadLetters.place(letter("a"), facts(1)).partition())
                .isEqualTo(DeadLetters.place(letter("a"), facts(1)).partition());
    }

    @Test
    void placesARecordWithoutKey() {
        assertThat(DeadLetters.place(new ProducerRecord<>(TOPIC, null), facts(0))
                        .partition())
                .isNotEqualTo(0);
    }

    @Test
    void waitsWhenNoPartitionTakesWrites() {
        assertThat(DeadLetters.place(letter("a"), facts(0, 1, 2, 3))).isEqualTo(letter("a"));
    }

    private ProducerRecord<byte[], byte[]> letter(String key) {
        return letters.computeIfAbsent(key, text -> new ProducerRecord<>(TOPIC, text.getBytes(UTF_8), null));
    }

    private static TopicFacts facts(Integer... unwritable) {
        return new TopicFacts(TOPIC, Uuid.ZERO_UUID, 4, List.of(unwritable));
    }
}
