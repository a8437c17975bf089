package dev.notificationfeed.kafka;

import java.util.List;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.Uuid;

/**
 * What a look-up found of one topic.
 *
 * @param name the topic's name
 * @param id the topic's own id: another one means that it was made anew
 * @param partitions how many partitions it has
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

    private static boolean hasNoLeader(TopicPartitionInfo partition) {
        return partition.leader() == null
                || partition.leader().id() == Node.noNode().id();
    }

    /** Whether positions of the one mean nothing in the other. */
    public boolean isOtherLogThan(TopicFacts other) {
        return other == null || !id.equals(other.id) || partitions != other.partitions;
    }
}
