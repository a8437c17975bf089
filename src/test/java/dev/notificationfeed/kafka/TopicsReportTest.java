package dev.notificationfeed.kafka;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import dev.notificationfeed.health.CheckResult;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.acl.AclOperation;
import org.junit.jupiter.api.Test;

/** Topics of three brokers; a number is the number of in-sync replicas of a partition, and 0 means that it has no leader. */
class TopicsReportTest {

    private static final TopicSettings TWO_IN_SYNC = new TopicSettings(2, false, null);
    private static final Uuid ID = Uuid.randomUuid();

    @Test
    void isUpIfEveryPartitionCanBeReadAndWritten() {
        assertThat(report(topic("events", 3, 2), topic("dlq", 3, 3), topic("feed", 2, 2)))
                .isEqualTo(CheckResult.present());
    }

    @Test
    void isDownIfAPartitionOfTheFeedHasTooFewInSyncReplicas() {
        assertThat(report(topic("events", 3), topic("dlq", 3), topic("feed", 1, 2))
                        .reason())
                .isEqualTo("partition 0 of topic feed has 1 in-sync replica, min.insync.replicas is 2");
    }

    @Test
    void isDownIfAPartitionOfTheFeedOrOfTheEventsHasNoLeader() {
        assertThat(report(topic("events", 3, 0), topic("dlq", 3), topic("feed", 0, 3))
                        .reason())
                .isEqualTo("partition 1 of topic events has no leader; partition 0 of topic feed has no leader");
    }

    @Test
    void isUpIfOnlyPublishersCannotWrite() {
        assertThat(report(topic("events", 1, 3), topic("dlq", 3), topic("feed", 3)))
                .isEqualTo(CheckResult.present(Map.of(
                        "events", "partition 0 of topic events has 1 in-sync replica, min.insync.replicas is 2")));
    }

    @Test
    void isUpWhileAPartitionOfTheDeadLettersTakesWrites() {
        assertThat(report(topic("events", 3), topic("dlq", 0, 3, 1), topic("feed", 3)))
                .isEqualTo(CheckResult.present(Map.of(
                        "dlq",
                        "partition 0 of topic dlq has no leader;"
                                + " partition 2 of topic dlq has 1 in-sync replica, min.insync.replicas is 2")));
    }

    @Test
    void isDownIfNoPartitionOfTheDeadLettersTakesWrites() {
        assertThat(report(topic("events", 3), topic("dlq", 0, 0), topic("feed", 3))
                        .reason())
                .isEqualTo("partition 0 of topic dlq has no leader; partition 1 of topic dlq has no leader");
    }

    /** Kafka accepts writes then. */
    @Test
    void needsNoMoreInSyncReplicasThanAPartitionHas() {
        var single = new TopicPartitionInfo(0, node(0), List.of(node(0)), List.of(node(0)));

        assertThat(report(described("events", ID, null, single), topic("dlq", 3), topic("feed", 3)))
                .isEqualTo(CheckResult.present());
    }

    @Test
    void isDownIfTheBrokersGiveNoTopicIds() {
        var feed = described("feed", Uuid.ZERO_UUID, null, partition(0, 3));

        assertThat(report(topic("events", 3), topic("dlq", 3), feed).reason())
                .isEqualTo("the brokers give no topic ids, so a recreated topic cannot be recognised;"
                        + " Kafka gives them since 2.8");
    }

    @Test
    void everythingIsAllowedByTheRightToAllAndByBrokersThatReportNoRights() {
        var events = described("events", ID, Set.of(AclOperation.ALL), partition(0, 3));
        var feed = described("feed", ID, Set.of(), partition(0, 3));

        assertThat(report(events, topic("dlq", 3), feed)).isEqualTo(CheckResult.present());
    }

    private static CheckResult report(TopicState... topics) {
        return TopicsReport.of(
                new Names(),
                Stream.of(topics).collect(toMap(state -> state.topic().name(), state -> state)),
                List.of());
    }

    private static TopicState topic(String name, int... inSync) {
        return described(
                name,
                ID,
                null,
                IntStream.range(0, inSync.length)
                        .mapToObj(partition -> partition(partition, inSync[partition]))
                        .toArray(TopicPartitionInfo[]::new));
    }

    private static TopicState described(
            String name, Uuid id, Set<AclOperation> allowed, TopicPartitionInfo... partitions) {
        return new TopicState(new TopicDescription(name, false, Arrays.asList(partitions), allowed, id), TWO_IN_SYNC);
    }

    private static TopicPartitionInfo partition(int number, int inSync) {
        return new TopicPartitionInfo(number, inSync == 0 ? null : node(0), nodes(3), nodes(inSync));
    }

    private static List<Node> nodes(int count) {
        return IntStream.range(0, count).mapToObj(TopicsReportTest::node).toList();
    }

    private static Node node(int id) {
        return new Node(id, "broker-" + id, 9092);
    }

    private record Names(String events, String deadLetters, String feed) implements TopicsConfig {
        Names() {
            this("events", "dlq", "feed");
        }
    }
}
