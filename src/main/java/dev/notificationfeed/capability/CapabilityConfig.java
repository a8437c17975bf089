package dev.notificationfeed.capability;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;

/** How replicas report their capabilities to each other. */
@ConfigMapping(prefix = "notifications.capabilities")
public interface CapabilityConfig {

    /** Time between two reports of a replica. */
    @WithDefault("5s")
    @DurationMin(millis = 1)
    Duration reportEvery();

    /** Time after the last report of a replica until it no longer counts. */
    @WithDefault("20s")
    @DurationMin(millis = 1)
    Duration forgottenAfter();
}
