package dev.notificationfeed.feed;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.utils.Utils;

/** The one place that says in which partition of the feed topic a recipient lies: Kafka's own murmur2 of the key. */
final class Partitioning {

    private Partitioning() {}

    static int partitionOf(String recipient, int partitions) {
        return Utils.toPositive(Utils.murmur2(recipient.getBytes(StandardCharsets.UTF_8))) % partitions;
    }
}
