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
 * The three topics as the last look-up found them. The look-up is an admin request: metadata requests of producers and
 * consumers create missing topics on clusters that allow it, and such a topic has one partition.
 */
@ApplicationScoped
public class Topics implements DependencyCheck {

    /** The name of the check. */
    public static final String NAME = "kafka-topics";

    private final KafkaAdmin kafka;
    private final TopicsConfig config;
    private volatile Map<String, TopicFacts> found = Map.of();

    Topics(KafkaAdmin kafka, TopicsConfig config) {
        this.kafka = kafka;
        this.config = config;
    }

    /** Whether the last successful look-up found the topic. */
    public boolean exists(String topic) {
        return found.containsKey(topic);
    }

    /** The feed topic; null if the last successful look-up did not find it. */
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
        return kafka.ask(this::describeAll).invoke(facts -> found = facts).map(this::judge);
    }

    private CompletionStage<Map<String, TopicFacts>> describeAll(Admin admin) {
        Map<String, TopicFacts> facts = new ConcurrentHashMap<>();
        CompletableFuture<?>[] answers = admin.describeTopics(config.all()).topicNameValues().values().stream()
                .map(topic -> keepIfKnown(topic, facts))
                .toArray(CompletableFuture<?>[]::new);
        return CompletableFuture.allOf(answers).thenApply(all -> Map.copyOf(facts));
    }

    /** A missing topic is a successful answer; any other failure fails the look-up. */
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
