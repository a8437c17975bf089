package dev.notificationfeed.ingest;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.common.TopicPartition;

/**
 * The partitions that a consumer owns, each with the number of the assignment that gave it. While a partition belongs to another
 * member of the group, that member may commit, so a position is valid for one assignment only. Written by the polling thread.
 */
final class OwnedPartitions implements ConsumerRebalanceListener {

    private final Consumer<Collection<TopicPartition>> prepare;
    private final Map<TopicPartition, Integer> assignments = new HashMap<>();
    private int last;
    private volatile Set<TopicPartition> now = Set.of();
    private volatile boolean joined;

    /** @param prepare is told the partitions of each assignment before they are polled, in the polling thread */
    OwnedPartitions(Consumer<Collection<TopicPartition>> prepare) {
        this.prepare = prepare;
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> added) {
        last++;
        added.forEach(partition -> assignments.put(partition, last));
        now = Set.copyOf(assignments.keySet());
        joined = true;
        prepare.accept(added);
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> gone) {
        assignments.keySet().removeAll(Set.copyOf(gone));
        now = Set.copyOf(assignments.keySet());
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> gone) {
        onPartitionsRevoked(gone);
    }

    /** The number of the assignment that gave the partition, or 0 if the consumer does not own it. Polling thread only. */
    int assignmentOf(TopicPartition partition) {
        return assignments.getOrDefault(partition, 0);
    }

    /** What the consumer owns now. */
    Set<TopicPartition> now() {
        return now;
    }

    /** Whether the group has accepted the consumer, perhaps without a partition for it. */
    boolean joined() {
        return joined;
    }
}
