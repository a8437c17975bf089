package dev.notificationfeed.feed;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.utils.Utils;

/** The partition of a recipient in the feed topic, by Kafka's own murmur2 hash of the key. */
final class Partitioning {

    private Partitioning() {}

    static int partitionOf(String recipient, int partitions) {
        return Utils.toPositive(Utils.murmur2(recipient.getBytes(StandardCharsets.UTF_8))) % partitions;
    }
}
