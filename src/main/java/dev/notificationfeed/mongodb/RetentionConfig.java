package dev.notificationfeed.mongodb;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithParentName;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;

/** How long items are kept. */
@ConfigMapping(prefix = "notifications.retention")
public interface RetentionConfig {

    /**
     * Time from {@code sentAt} to an item's removal: the key is {@code notifications.retention} itself. Not under a day: a
     * number without its unit counts seconds, and would remove everything.
     */
    @WithParentName
    @WithDefault("400d")
    @DurationMin(days = 1)
    Duration sinceSent();

    /**
     * Time from one look at whether what is stored is kept as long as that to the next. Shorter than the time for which a
     * replica is seen, so that none with another retention goes unnoticed.
     */
    @WithDefault("15s")
    Duration appliedEvery();
}
