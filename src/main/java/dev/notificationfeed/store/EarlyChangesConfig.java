package dev.notificationfeed.store;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;

/** How long and how many changes are kept whose item has not come. Public because the configuration validator needs that. */
@ConfigMapping(prefix = "notifications.ingest")
public interface EarlyChangesConfig {

    /** Time that a change waits for the event that creates its item; then it is dead-lettered. */
    @WithDefault("10m")
    @DurationMin(millis = 1)
    Duration earlyChangesKept();

    /** Maximum number of kept changes of all items together; a further one is dead-lettered at once. */
    @WithDefault("10000")
    @Min(1)
    int earlyChangesMax();
}
