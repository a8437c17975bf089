package dev.notificationfeed.health;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import java.util.Map;
import org.hibernate.validator.constraints.time.DurationMin;

/** How dependencies are checked. Public because the configuration validator cannot read the constraints otherwise. */
@ConfigMapping(prefix = "notifications.dependencies")
public interface DependencyConfig {

    /** Time from the start of one check to the start of the next. */
    @WithDefault("2s")
    @DurationMin(millis = 1)
    Duration interval();

    /** Timeout of a check. */
    @WithDefault("2s")
    @DurationMin(millis = 1)
    Duration timeout();

    /** Failures in a row after which a dependency that was up makes the replica not ready. */
    @WithDefault("3")
    @Min(1)
    int failuresUntilLost();

    /** The same for single checks, by name, e.g. {@code notifications.dependencies.checks."kafka".failures-until-lost=150}. */
    Map<String, Check> checks();

    /** What can be set for a single check. */
    interface Check {
        /** As above, for this check only. */
        @Min(1)
        int failuresUntilLost();
    }

    /** The number of failures that applies to a check. */
    default int failuresUntilLost(String check) {
        Check own = checks().get(check);
        return own == null ? failuresUntilLost() : own.failuresUntilLost();
    }
}
