package dev.notificationfeed.ingest;

import dev.notificationfeed.health.CheckResult;
import dev.notificationfeed.health.DependencyCheck;
import dev.notificationfeed.kafka.KafkaAdmin;
import dev.notificationfeed.kafka.Topics;
import dev.notificationfeed.kafka.TopicsConfig;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.kafka.KafkaClientService;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.common.TopicPartition;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Whether events are being consumed: by this replica, or by live others that hold every partition. */
@ApplicationScoped
class EventConsumerCheck implements DependencyCheck {

    private final IngestConsumer ingest;
    private final KafkaClientService clients;
    private final KafkaAdmin cluster;
    private final TopicsConfig topics;
    private final String group;

    EventConsumerCheck(
            IngestConsumer ingest,
            KafkaClientService clients,
            KafkaAdmin cluster,
            TopicsConfig topics,
            @ConfigProperty(name = "mp.messaging.incoming." + IngestConsumer.CHANNEL + ".group.id") String group) {
        this.ingest = ingest;
        this.clients = clients;
        this.cluster = cluster;
        this.topics = topics;
        this.group = group;
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
        if (!ingest.isConsuming()) {
            return Uni.createFrom().item(CheckResult.missing("the consumer has not started yet"));
        }
        return clients.getConsumer(IngestConsumer.CHANNEL)
                .getAssignments()
                .chain(own -> own.isEmpty()
                        ? lookAtOthers()
                        : Uni.createFrom().item(CheckResult.present(Map.of("partitions", numbers(own)))));
    }

    private Uni<CheckResult> lookAtOthers() {
        return Uni.combine()
                .all()
                .unis(partitionsHeldByOthers(), partitionsThereAre())
                .asTuple()
                .map(held -> held.getItem1() >= held.getItem2()
                        ? CheckResult.present(Map.of("partitions", "all held by other replicas"))
                        : CheckResult.missing("no partition of topic " + topics.events() + " is assigned yet"));
    }

    private Uni<Integer> partitionsHeldByOthers() {
        return cluster.ask(admin -> admin.describeConsumerGroups(List.of(group))
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

    private Uni<Integer> partitionsThereAre() {
        return cluster.ask(admin -> admin.describeTopics(List.of(topics.events()))
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
