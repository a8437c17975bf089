package dev.notificationfeed.kafka;

import java.util.List;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.Uuid;

/**
 * The result of a look-up of one topic.
 *
 * @param name the topic's name
 * @param id the topic's id; a recreated topic has another one
 * @param partitions the number of its partitions
 * @param leaderless the partitions that have no leader
 */
public record TopicFacts(String name, Uuid id, int partitions, List<Integer> leaderless) {

    static TopicFacts of(TopicDescription found) {
        List<Integer> leaderless = found.partitions().stream()
                .filter(TopicFacts::hasNoLeader)
                .map(TopicPartitionInfo::partition)
                .toList();
        return new TopicFacts(found.name(), found.topicId(), found.partitions().size(), leaderless);
    }

    static boolean hasNoLeader(TopicPartitionInfo partition) {
        return partition.leader() == null
                || partition.leader().id() == Node.noNode().id();
    }

    /** Whether the topic was recreated or got more partitions, so that positions are not valid in both. */
    public boolean isOtherLogThan(TopicFacts other) {
        return other == null || !id.equals(other.id) || partitions != other.partitions;
    }
}
