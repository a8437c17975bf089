package dev.notificationfeed.health;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import java.util.Map;

/** How dependencies are looked at. Public because the validator of its constraints must see it. */
@ConfigMapping(prefix = "notifications.dependencies")
public interface DependencyConfig {

    /** Time from the start of one look to the start of the next. */
    @WithDefault("2s")
    Duration interval();

    /** Time after which a look that has not answered counts as failed. */
    @WithDefault("2s")
    Duration timeout();

    /** Failures in a row after which something that once existed counts as lost. */
    @WithDefault("3")
    @Min(1)
    int failuresUntilLost();

    /** The same for single checks, by name, e.g. {@code notifications.dependencies.checks."kafka".failures-until-lost=150}. */
    Map<String, Check> checks();

    /** What can be set for a single check. */
    interface Check {
        /** As above, for this check alone. */
        @Min(1)
        int failuresUntilLost();
    }

    /** The bound that holds for a check. */
    default int failuresUntilLost(String check) {
        Check own = checks().get(check);
        return own == null ? failuresUntilLost() : own.failuresUntilLost();
    }
}
