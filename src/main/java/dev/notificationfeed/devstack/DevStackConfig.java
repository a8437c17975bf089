package dev.notificationfeed.devstack;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/** The embedded stack of development and tests. */
@ConfigMapping(prefix = "devstack")
interface DevStackConfig {

    /** Where the embedded issuer is; set by the stack itself, absent where tokens come from elsewhere. */
    Optional<URI> issuerUrl();

    /** Where data are kept, so that live reloads find them again. */
    @WithDefault("target/devstack")
    Path directory();

    /** The number of partitions of each topic. */
    @WithDefault("4")
    int partitions();

    /** The topic that events are put on. */
    @WithDefault("${notifications.topics.events:notification-events}")
    String eventsTopic();

    /** The topic for records that are not understood. */
    @WithDefault("${notifications.topics.dead-letters:notification-events-dlq}")
    String deadLettersTopic();

    /** The topic that every replica follows. */
    @WithDefault("${notifications.topics.feed:notification-feed}")
    String feedTopic();
}
