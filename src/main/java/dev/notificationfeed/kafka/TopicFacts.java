package dev.notificationfeed.kafka;

import java.util.List;
import org.apache.kafka.common.Uuid;

/**
 * The result of a look-up of one topic.
 *
 * @param name the topic's name
 * @param id the topic's id; a recreated topic has another one
 * @param partitions the number of its partitions
 * @param unwritable the partitions that take no writes: they have no leader, or fewer in-sync replicas than a write needs
 */
public record TopicFacts(String name, Uuid id, int partitions, List<Integer> unwritable) {

    /** Whether the topic was recreated or got more partitions, so that positions are not valid in both. */
    public boolean isOtherLogThan(TopicFacts other) {
        return other == null || !id.equals(other.id) || partitions != other.partitions;
    }
}
