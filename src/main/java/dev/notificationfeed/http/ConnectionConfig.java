package dev.notificationfeed.http;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;

/** Limits of callers' connections; those of the management port are neither counted nor limited. */
@ConfigMapping(prefix = "notifications.connections")
public interface ConnectionConfig {

    /** Connections that this replica serves: its maximum of streams, and room. A request on a further connection gets 503. */
    @WithDefault("20000")
    @Min(1)
    int max();

    /** Time until the head of a request must be complete, from the connection or, if that was used before, the first byte. */
    @WithDefault("10s")
    @DurationMin(millis = 1)
    Duration headWithin();

    /** Time until the body of a request must be complete, from the end of its head. */
    @WithDefault("10s")
    @DurationMin(millis = 1)
    Duration bodyWithin();

    /** Time that a connection may be unused between two requests; longer than the idle timeout of load balancers. */
    @WithDefault("75s")
    @DurationMin(millis = 1)
    Duration unusedFor();
}
