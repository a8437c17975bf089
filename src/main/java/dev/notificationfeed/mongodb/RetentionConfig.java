package dev.notificationfeed.mongodb;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithParentName;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/** How long items are kept. */
@ConfigMapping(prefix = "notifications.retention")
public interface RetentionConfig {

    /**
     * Time from {@code sentAt} to an item's removal, at least one day. The key is {@code notifications.retention} itself. A
     * number without a unit counts as seconds, which would remove everything.
     */
    @WithParentName
    @WithDefault("400d")
    @DurationMin(days = 1)
    Duration sinceSent();

    /**
     * Time between two checks whether stored items have the retention. Less than 20 seconds, the time for which a silent
     * replica counts as running, so that a replica with another retention is always noticed.
     */
    @WithDefault("15s")
    @DurationMin(millis = 1)
    @DurationMax(seconds = 20, inclusive = false)
    Duration appliedEvery();
}
