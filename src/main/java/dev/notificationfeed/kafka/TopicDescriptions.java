package dev.notificationfeed.kafka;

import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * The descriptions of topics, with what the service may do with each.
 *
 * @param found by name, without topics that do not exist
 * @param forbidden the topics that Kafka does not describe to the service
 */
record TopicDescriptions(Map<String, TopicDescription> found, List<String> forbidden) {

    /** Asks for all of them. A missing or forbidden topic is a successful answer; any other failure fails the look-up. */
    static CompletionStage<TopicDescriptions> of(Admin admin, List<String> topics) {
        Map<String, TopicDescription> found = new ConcurrentHashMap<>();
        Queue<String> forbidden = new ConcurrentLinkedQueue<>();
        DescribeTopicsOptions withRights = new DescribeTopicsOptions().includeAuthorizedOperations(true);
        CompletableFuture<?>[] answers = admin.describeTopics(topics, withRights).topicNameValues().entrySet().stream()
                .map(topic -> keep(topic.getKey(), topic.getValue(), found, forbidden))
                .toArray(CompletableFuture<?>[]::new);
        return CompletableFuture.allOf(answers)
                .thenApply(all -> new TopicDescriptions(Map.copyOf(found), List.copyOf(forbidden)));
    }

    private static CompletableFuture<Void> keep(
            String name,
            KafkaFuture<TopicDescription> topic,
            Map<String, TopicDescription> found,
            Queue<String> forbidden) {
        return topic.toCompletionStage()
                .thenAccept(description -> found.put(name, description))
                .exceptionally(failure -> {
                    if (failure.getCause() instanceof TopicAuthorizationException) {
                        forbidden.add(name);
                        return null;
                    }
                    if (failure.getCause() instanceof UnknownTopicOrPartitionException) {
                        return null;
                    }
                    throw new CompletionException(failure.getCause());
                })
                .toCompletableFuture();
    }
}
