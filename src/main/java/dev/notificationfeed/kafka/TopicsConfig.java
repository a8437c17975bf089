package dev.notificationfeed.kafka;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.NotBlank;
import java.util.List;

/** The names of the three topics. */
@ConfigMapping(prefix = "notifications.topics")
public interface TopicsConfig {

    /** Where upstream services publish. */
    @WithDefault("notification-events")
    @NotBlank
    String events();

    /** Where records that are not understood are set aside. */
    @WithDefault("notification-events-dlq")
    @NotBlank
    String deadLetters();

    /** Where every replica reads what changed. */
    @WithDefault("notification-feed")
    @NotBlank
    String feed();

    /** All three. */
    default List<String> all() {
        return List.of(events(), deadLetters(), feed());
    }
}
