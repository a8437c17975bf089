package dev.notificationfeed.mongodb;

import dev.notificationfeed.health.DependencyConfig;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.ConfigValidationException.Problem;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;

/** How MongoDB is used. Public because the configuration validator cannot read the constraints otherwise. */
@ConfigMapping(prefix = "notifications.store")
public interface StoreConfig {

    /** Timeout of a call to MongoDB. REST promises its response within three seconds. */
    @WithDefault("2s")
    @DurationMin(millis = 1)
    Duration timeout();

    /** Timeout of a check, shorter than {@code notifications.dependencies.timeout}, so that the reason names MongoDB. */
    @WithDefault("1500ms")
    @DurationMin(millis = 1)
    Duration checkTimeout();

    /** Time after a change within which only the replica that made it publishes it; then the outbox relay of any replica may. */
    @WithDefault("5s")
    @WithName("owed-lease")
    @DurationMin(millis = 1)
    Duration publishLease();

    /** Number of recipients whose upstream changes are applied at the same time. */
    @WithDefault("32")
    @Min(1)
    @Max(100)
    int concurrency();

    /** Number of calls about one recipient that use MongoDB at the same time. Ten times as many wait; further ones get 429. */
    @WithDefault("8")
    @Min(1)
    @Max(100)
    int callsPerRecipient();

    /** Time between two checks for missing indexes. */
    @WithDefault("5s")
    @DurationMin(millis = 1)
    Duration indexInterval();

    /**
     * Compares the timeouts of two mappings, which annotations cannot do.
     *
     * @throws ConfigValidationException if a check has no time to report its own reason
     */
    default void validateCheckTimeout(DependencyConfig dependencies) {
        if (checkTimeout().compareTo(dependencies.timeout()) >= 0) {
            throw new ConfigValidationException(new Problem[] {
                new Problem("notifications.store.check-timeout must be shorter than notifications.dependencies.timeout")
            });
        }
    }
}
