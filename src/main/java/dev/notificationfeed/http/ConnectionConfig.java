package dev.notificationfeed.http;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;

/** Connections of callers; those of probes and metrics are not counted and not cut. */
@ConfigMapping(prefix = "notifications.connections")
public interface ConnectionConfig {

    /** Connections that this replica serves: as many streams as it may have, and room. Requests on further ones are 503. */
    @WithDefault("20000")
    @Min(1)
    int max();

    /** Time within which the head of a request must be there, from the connection or from its first byte. */
    @WithDefault("10s")
    @DurationMin(millis = 1)
    Duration headWithin();

    /** Time within which the body of a request must be there, from the end of its head. */
    @WithDefault("10s")
    @DurationMin(millis = 1)
    Duration bodyWithin();

    /** Time for which a connection is kept between two requests; longer than load balancers keep theirs. */
    @WithDefault("75s")
    @DurationMin(millis = 1)
    Duration unusedFor();
}
