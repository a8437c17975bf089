package dev.notificationfeed.ingest;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;

/** What ingest does when a dependency is away. */
@ConfigMapping(prefix = "notifications.ingest")
public interface IngestConfig {

    /** The pause before the first new try; it doubles from try to try. */
    @WithDefault("200ms")
    @DurationMin(millis = 1)
    Duration retryMin();

    /** The longest pause between two tries. There is no last one: an accepted event is never given up. */
    @WithDefault("5s")
    @DurationMin(millis = 1)
    Duration retryMax();

    /** How long the batch in hand may take to be finished when the replica goes down. */
    @WithDefault("5s")
    @DurationMin(message = "must not be negative")
    Duration drain();
}
