package dev.notificationfeed.capability;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How replicas tell each other what they can do. */
@ConfigMapping(prefix = "notifications.capabilities")
public interface CapabilityConfig {

    /** Time between two reports of a replica. */
    @WithDefault("5s")
    Duration reportEvery();

    /** Time after which a replica that has not reported no longer counts. */
    @WithDefault("20s")
    Duration forgottenAfter();
}
