package dev.notificationfeed.kafka;

import java.util.Deque;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;

/** Makes the service's Kafka clients and topics for tests in other packages. */
public final class Clients {

    private Clients() {}

    public static KafkaClients of(String bootstrapServers) {
        return new KafkaClients(Map.of("bootstrap.servers", bootstrapServers));
    }

    /** Gives out these consumers, one after the other. */
    public static KafkaClients of(Deque<? extends Consumer<byte[], byte[]>> followers) {
        return new KafkaClients(Map.of()) {
            @Override
            public Consumer<byte[], byte[]> follower() {
                return followers.remove();
            }
        };
    }

    /** The topics of a cluster in which only the feed has been found. */
    public static Topics only(TopicFacts feed, TopicsConfig names) {
        return new Topics(null, names) {
            @Override
            public TopicFacts feed() {
                return feed;
            }
        };
    }
}
