package dev.notificationfeed.kafka;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.acl.AclOperation;

/** One topic as the last look-up found it, with its settings. */
record TopicState(TopicDescription topic, TopicSettings settings) {

    /**
     * A partition that takes no writes that wait for all in-sync replicas, which are those of the service.
     *
     * @param leaderless whether nothing can be read from it either
     * @param reason in words
     */
    record Unwritable(int partition, boolean leaderless, String reason) {}

    List<Unwritable> unwritable() {
        return topic.partitions().stream()
                .map(this::unwritableOrNull)
                .filter(Objects::nonNull)
                .toList();
    }

    private Unwritable unwritableOrNull(TopicPartitionInfo partition) {
        String named = "partition " + partition.partition() + " of topic " + topic.name();
        if (hasNoLeader(partition)) {
            return new Unwritable(partition.partition(), true, named + " has no leader");
        }
        int inSync = partition.isr().size();
        // Kafka does not demand more replicas than the partition has.
        int needed = Math.min(settings.minInSyncReplicas(), partition.replicas().size());
        return inSync >= needed
                ? null
                : new Unwritable(
                        partition.partition(),
                        false,
                        named + " has " + inSync + (inSync == 1 ? " in-sync replica" : " in-sync replicas")
                                + ", min.insync.replicas is " + settings.minInSyncReplicas());
    }

    private static boolean hasNoLeader(TopicPartitionInfo partition) {
        return partition.leader() == null
                || partition.leader().id() == Node.noNode().id();
    }

    TopicFacts facts() {
        List<Integer> unwritable =
                unwritable().stream().map(Unwritable::partition).toList();
        return new TopicFacts(topic.name(), topic.topicId(), topic.partitions().size(), unwritable);
    }

    boolean hasId() {
        return !Uuid.ZERO_UUID.equals(topic.topicId());
    }

    /**
     * Brokers without an authorizer allow everything. Some brokers report nothing, or no operation at all, which is no answer:
     * they have just allowed to describe the topic.
     */
    boolean allows(AclOperation operation) {
        Set<AclOperation> allowed = topic.authorizedOperations();
        return allowed == null
                || allowed.isEmpty()
                || allowed.contains(operation)
                || allowed.contains(AclOperation.ALL);
    }
}
