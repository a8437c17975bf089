package dev.notificationfeed.store;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithParentName;
import java.time.Duration;

/** How long items are kept. */
@ConfigMapping(prefix = "notifications.retention")
public interface RetentionConfig {

    /** Time from {@code sentAt} to an item's removal: the key is {@code notifications.retention} itself. */
    @WithParentName
    @WithDefault("400d")
    Duration sinceSent();
}
