package dev.notificationfeed.feed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.notificationfeed.kafka.TopicFacts;
import java.util.List;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PositionTest {

    @Test
    void parsesWhatItWrote() {
        Position position = new Position("0a1b2c3d4e", 3, 4711, 12);

        assertThat(position).hasToString("0a1b2c3d4e-3-4711-12");
        assertThat(Position.parse(position.toString())).isEqualTo(position);
    }

    /** Clients hold positions of versions that wrote no leader epoch. */
    @Test
    void parsesAPositionWithoutLeaderEpoch() {
        Position position = Position.parse("0a1b2c3d4e-3-4711");

        assertThat(position).isEqualTo(new Position("0a1b2c3d4e", 3, 4711, Position.UNKNOWN));
        assertThat(position).hasToString("0a1b2c3d4e-3-4711");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0a1b2c3d4e-3",
                "0a1b2c3d4e-3-",
                "0a1b2c3d4e-3--1",
                "0a1b2c3d4e-03-1",
                "0a1b2c3d4e-3-01",
                "0a1b2c3d4e-3-1-",
                "0a1b2c3d4e-3-1--1",
                "0a1b2c3d4e-3-1-01",
                "0a1b2c3d4e-3-1-9999999999",
                "0a1b2c3d4e-3-1-0-0",
                "0a1b2c3d4e-3-9999999999999999999",
                "0A1B2C3D4E-3-1",
                "0a1b2c3d4-3-1",
                "0a1b2c3d4e-3-1 ",
                "0a1b2c3d4e-3-\u0661",
                "$ne"
            })
    void refusesOtherForms(String text) {
        assertThat(Position.parse(text)).isNull();
    }

    @Test
    void changesTheEpochWithTopicIdAndPartitions() {
        TopicFacts feed = new TopicFacts("notification-feed", new Uuid(1, 2), 4, List.of());

        String epoch = Epoch.of(feed);

        assertThat(epoch).matches("[0-9a-f]{10}").isEqualTo(Epoch.of(feed));
        assertThat(Epoch.of(new TopicFacts("notification-feed", new Uuid(1, 3), 4, List.of())))
                .isNotEqualTo(epoch);
        assertThat(Epoch.of(new TopicFacts("notification-feed", new Uuid(1, 2), 5, List.of())))
                .isNotEqualTo(epoch);
    }

    @Test
    void usesThePartitionOfKafkasPartitioner() {
        for (String recipient : List.of("47165", "ann", "日本語", "x".repeat(128))) {
            assertThat(Partitioning.partitionOf(recipient, 7))
                    .isEqualTo(org.apache.kafka.clients.producer.internals.BuiltInPartitioner.partitionForKey(
                            recipient.getBytes(java.nio.charset.StandardCharsets.UTF_8), 7));
        }
    }
}
