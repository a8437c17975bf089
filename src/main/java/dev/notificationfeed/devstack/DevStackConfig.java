package dev.notificationfeed.devstack;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/** The embedded stack of development and tests. */
@ConfigMapping(prefix = "devstack")
interface DevStackConfig {

    /** The address of the embedded issuer; set by {@link DevAddresses}, absent if another issuer is configured. */
    Optional<URI> issuerUrl();

    /** The directory of the data, which survive live reloads and restarts. */
    @WithDefault("target/devstack")
    Path directory();

    /** The number of partitions of each topic. */
    @WithDefault("4")
    int partitions();

    /** The consumer group of the service. */
    @WithDefault("${notifications.ingest.group:notification-feed}")
    String group();

    /** The topic that events are published on. */
    @WithDefault("${notifications.topics.events:notification-events}")
    String eventsTopic();

    /** The topic for refused records. */
    @WithDefault("${notifications.topics.dead-letters:notification-events-dlq}")
    String deadLettersTopic();

    /** The topic that every replica reads. */
    @WithDefault("${notifications.topics.feed:notification-feed}")
    String feedTopic();
}
