package dev.notificationfeed.ingest;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;

/** Retries and shutdown of ingest. */
@ConfigMapping(prefix = "notifications.ingest")
public interface IngestConfig {

    /** Pause before the first retry. It doubles with each retry. */
    @WithDefault("200ms")
    @DurationMin(millis = 1)
    Duration retryMin();

    /** Maximum pause between two retries. There is no last retry: an accepted event is never dropped. */
    @WithDefault("5s")
    @DurationMin(millis = 1)
    Duration retryMax();

    /** Time that the batches in progress have to finish when the replica shuts down. */
    @WithDefault("5s")
    @DurationMin(message = "must not be negative")
    Duration drain();
}
