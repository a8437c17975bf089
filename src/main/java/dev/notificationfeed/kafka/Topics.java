package dev.notificationfeed.kafka;

import dev.notificationfeed.health.CheckResult;
import dev.notificationfeed.health.DependencyCheck;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * The three topics as the last look-up found them. Looking is an admin call: metadata requests of producers and
 * consumers create topics on a cluster that allows it, and a topic made by accident has one partition.
 */
@ApplicationScoped
public class Topics implements DependencyCheck {

    /** The name of the check. */
    public static final String NAME = "kafka-topics";

    private final KafkaAdmin cluster;
    private final TopicsConfig config;
    private volatile Map<String, TopicFacts> found = Map.of();

    Topics(KafkaAdmin cluster, TopicsConfig config) {
        this.cluster = cluster;
        this.config = config;
    }

    /** Whether the last look-up that got an answer found the topic. */
    public boolean exists(String topic) {
        return found.containsKey(topic);
    }

    /** The feed topic, or null if the last look-up that got an answer did not find it. */
    public TopicFacts feed() {
        return found.get(config.feed());
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String base() {
        return KafkaCheck.NAME;
    }

    @Override
    public Uni<CheckResult> check() {
        return cluster.ask(this::describeAll).invoke(facts -> found = facts).map(this::judge);
    }

    private CompletionStage<Map<String, TopicFacts>> describeAll(Admin admin) {
        Map<String, TopicFacts> facts = new ConcurrentHashMap<>();
        CompletableFuture<?>[] answers = admin.describeTopics(config.all()).topicNameValues().values().stream()
                .map(topic -> keepIfKnown(topic, facts))
                .toArray(CompletableFuture<?>[]::new);
        return CompletableFuture.allOf(answers).thenApply(all -> Map.copyOf(facts));
    }

    /** That a topic does not exist is an answer too; every other failure is none. */
    private static CompletableFuture<Void> keepIfKnown(
            KafkaFuture<TopicDescription> topic, Map<String, TopicFacts> facts) {
        return topic.toCompletionStage()
                .thenAccept(description -> facts.put(description.name(), TopicFacts.of(description)))
                .exceptionally(failure -> {
                    if (failure.getCause() instanceof UnknownTopicOrPartitionException) {
                        return null;
                    }
                    throw new CompletionException(failure.getCause());
                })
                .toCompletableFuture();
    }

    private CheckResult judge(Map<String, TopicFacts> facts) {
        List<String> missing = new ArrayList<>();
        for (String topic : config.all()) {
            TopicFacts fact = facts.get(topic);
            if (fact == null) {
                missing.add("topic " + topic + " does not exist");
            } else {
                fact.leaderless().forEach(p -> missing.add("partition " + p + " of topic " + topic + " has no leader"));
            }
        }
        return missing.isEmpty() ? CheckResult.present() : CheckResult.missing(String.join("; ", missing));
    }
}
