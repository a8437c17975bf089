package dev.notificationfeed.kafka;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.NotBlank;
import java.util.List;

/** The names of the three topics. */
@ConfigMapping(prefix = "notifications.topics")
public interface TopicsConfig {

    /** The topic to which upstream services publish. */
    @WithDefault("notification-events")
    @NotBlank
    String events();

    /** The dead-letter topic. */
    @WithDefault("notification-events-dlq")
    @NotBlank
    String deadLetters();

    /** The topic from which every replica reads changes. */
    @WithDefault("notification-feed")
    @NotBlank
    String feed();

    /** The three names. */
    default List<String> all() {
        return List.of(events(), deadLetters(), feed());
    }
}
