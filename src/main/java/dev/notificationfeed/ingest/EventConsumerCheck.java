package dev.notificationfeed.ingest;

import dev.notificationfeed.health.CheckResult;
import dev.notificationfeed.health.DependencyCheck;
import dev.notificationfeed.kafka.KafkaAdmin;
import dev.notificationfeed.kafka.Topics;
import dev.notificationfeed.kafka.TopicsConfig;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupAuthorizationException;

/** Checks that events are consumed: by this replica, or by other live replicas that own every partition. */
@ApplicationScoped
class EventConsumerCheck implements DependencyCheck {

    private final IngestConsumer consumer;
    private final StuckBatch stuck;
    private final KafkaAdmin admin;
    private final TopicsConfig topics;
    private final String group;

    EventConsumerCheck(
            IngestConsumer consumer, StuckBatch stuck, KafkaAdmin admin, TopicsConfig topics, IngestConfig config) {
        this.consumer = consumer;
        this.stuck = stuck;
        this.admin = admin;
        this.topics = topics;
        this.group = config.group();
    }

    @Override
    public String name() {
        return "event-consumer";
    }

    @Override
    public String base() {
        return Topics.NAME;
    }

    @Override
    public Uni<CheckResult> check() {
        if (consumer.failure() != null) {
            return missing("the consumer failed, another one is made: " + consumer.failure());
        }
        return stuck.reason().map(EventConsumerCheck::missing).orElseGet(this::checkPartitions);
    }

    private Uni<CheckResult> checkPartitions() {
        Set<TopicPartition> own = consumer.owned().map(OwnedPartitions::now).orElse(Set.of());
        if (!own.isEmpty()) {
            return Uni.createFrom().item(CheckResult.present(Map.of("partitions", numbers(own))));
        }
        return consumer.owned().isPresent() ? checkOtherReplicas() : missing("the consumer has not started yet");
    }

    private static Uni<CheckResult> missing(String reason) {
        return Uni.createFrom().item(CheckResult.missing(reason));
    }

    private Uni<CheckResult> checkOtherReplicas() {
        return Uni.combine()
                .all()
                .unis(partitionsHeldByOthers(), partitionCount())
                .asTuple()
                .map(held -> held.getItem1() >= held.getItem2()
                        ? CheckResult.present(Map.of("partitions", "all held by other replicas"))
                        : CheckResult.missing("no partition of topic " + topics.events() + " is assigned yet"))
                .onFailure(GroupAuthorizationException.class)
                .recoverWithItem(refusal -> CheckResult.missing(KafkaAdmin.describe(refusal)));
    }

    private Uni<Integer> partitionsHeldByOthers() {
        return admin.ask(client -> client.describeConsumerGroups(List.of(group))
                        .describedGroups()
                        .get(group)
                        .toCompletionStage())
                .map(this::partitionsHeld);
    }

    private int partitionsHeld(ConsumerGroupDescription found) {
        return (int) found.members().stream()
                .flatMap(member -> member.assignment().topicPartitions().stream())
                .filter(partition -> partition.topic().equals(topics.events()))
                .distinct()
                .count();
    }

    private Uni<Integer> partitionCount() {
        return admin.ask(client -> client.describeTopics(List.of(topics.events()))
                        .topicNameValues()
                        .get(topics.events())
                        .toCompletionStage())
                .map(topic -> topic.partitions().size());
    }

    private static String numbers(Set<TopicPartition> partitions) {
        return partitions.stream()
                .map(TopicPartition::partition)
                .collect(Collectors.toCollection(TreeSet::new))
                .stream()
                .map(String::valueOf)
                .collect(Collectors.joining(","));
    }
}
