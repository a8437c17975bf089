package dev.notificationfeed.kafka;

import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.TopicConfig;

/**
 * The settings of a topic that the service depends on.
 *
 * @param minInSyncReplicas how many in-sync replicas a partition needs to take a write; 1 if the broker does not report it
 * @param producerTime whether records have the timestamps that their producers give them
 * @param unreadable why the settings could not be read; null if they could
 */
record TopicSettings(int minInSyncReplicas, boolean producerTime, String unreadable) {

    /** Before the first answer. */
    static final TopicSettings UNKNOWN = new TopicSettings(1, false, null);

    static TopicSettings of(Config config) {
        return new TopicSettings(
                minInSyncReplicas(config.get(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG)),
                isCreateTime(config.get(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG)),
                null);
    }

    static TopicSettings unreadable(String reason) {
        return new TopicSettings(1, false, reason);
    }

    /** Brokers that only speak Kafka's protocol may report any value or none. */
    private static int minInSyncReplicas(ConfigEntry entry) {
        return entry != null && entry.value() != null && entry.value().matches("\\d{1,4}")
                ? Integer.parseInt(entry.value())
                : 1;
    }

    private static boolean isCreateTime(ConfigEntry entry) {
        return entry != null && "CreateTime".equals(entry.value());
    }
}
