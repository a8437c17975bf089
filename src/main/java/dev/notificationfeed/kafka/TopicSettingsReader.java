package dev.notificationfeed.kafka;

import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** The settings of the topics. They seldom change, so only every thirtieth look-up reads them: once a minute by default. */
final class TopicSettingsReader {

    private static final int LOOK_UPS_UNTIL_READ_AGAIN = 30;

    private final KafkaAdmin kafka;
    private final List<String> topics;
    private final AtomicInteger lookUps = new AtomicInteger();
    private volatile Map<String, TopicSettings> last = Map.of();

    TopicSettingsReader(KafkaAdmin kafka, List<String> topics) {
        this.kafka = kafka;
        this.topics = topics;
    }

    /** The settings by topic, without topics that do not exist. Never fails. */
    Uni<Map<String, TopicSettings>> current() {
        boolean due = lookUps.getAndIncrement() % LOOK_UPS_UNTIL_READ_AGAIN == 0;
        if (!due && last.keySet().containsAll(topics)) {
            return Uni.createFrom().item(last);
        }
        return kafka.ask(this::read)
                .invoke(settings -> last = settings)
                .onFailure()
                .recoverWithItem(() -> last);
    }

    private CompletionStage<Map<String, TopicSettings>> read(Admin admin) {
        List<ConfigResource> resources = topics.stream()
                .map(topic -> new ConfigResource(ConfigResource.Type.TOPIC, topic))
                .toList();
        Map<String, TopicSettings> settings = new ConcurrentHashMap<>();
        CompletableFuture<?>[] answers = admin.describeConfigs(resources).values().entrySet().stream()
                .map(answer -> keep(answer.getKey().name(), answer.getValue(), settings))
                .toArray(CompletableFuture<?>[]::new);
        return CompletableFuture.allOf(answers).thenApply(all -> Map.copyOf(settings));
    }

    private static CompletableFuture<Void> keep(
            String topic, KafkaFuture<Config> answer, Map<String, TopicSettings> settings) {
        return answer.toCompletionStage()
                .thenAccept(config -> settings.put(topic, TopicSettings.of(config)))
                .exceptionally(failure -> {
                    Throwable cause = failure.getCause();
                    if (!(cause instanceof UnknownTopicOrPartitionException)) {
                        settings.put(topic, TopicSettings.unreadable(reason(cause)));
                    }
                    return null;
                })
                .toCompletableFuture();
    }

    private static String reason(Throwable cause) {
        return cause instanceof AuthorizationException
                ? "the service has no right to do so (DESCRIBE_CONFIGS)"
                : KafkaAdmin.describe(cause);
    }
}
