package dev.notificationfeed.mongodb;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;

/** How MongoDB is used. Public, because the validator of configuration cannot see it otherwise. */
@ConfigMapping(prefix = "notifications.store")
public interface StoreConfig {

    /** Time after which a call to MongoDB counts as failed; REST promises its answer within three seconds. */
    @WithDefault("2s")
    Duration timeout();

    /** The same for readiness: shorter than a look of the package dependency, so that the reason given is ours. */
    @WithDefault("1500ms")
    Duration checkTimeout();

    /** Time that the process which changed an item has for publishing it, before the sweep of any replica does. */
    @WithDefault("5s")
    @WithName("owed-lease")
    Duration publishLease();

    /** Recipients whose upstream changes are applied at the same time. */
    @WithDefault("32")
    @Min(1)
    @Max(100)
    int concurrency();

    /** Time from one look at the indexes to the next. */
    @WithDefault("5s")
    Duration indexInterval();
}
