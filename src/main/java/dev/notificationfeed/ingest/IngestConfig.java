package dev.notificationfeed.ingest;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.NotBlank;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;

/** The consumer group, the retries and the shutdown of ingest. */
@ConfigMapping(prefix = "notifications.ingest")
public interface IngestConfig {

    /** The consumer group of all replicas. */
    @WithDefault("notification-feed")
    @NotBlank
    String group();

    /** Pause before the first retry. It doubles with each retry. */
    @WithDefault("200ms")
    @DurationMin(millis = 1)
    Duration retryMin();

    /** Maximum pause between two retries. There is no last retry: an accepted event is never dropped. */
    @WithDefault("5s")
    @DurationMin(millis = 1)
    Duration retryMax();

    /** Time that a step of a batch may fail, with every dependency up, until {@code event-consumer} is down. */
    @WithDefault("30s")
    @DurationMin(millis = 1)
    Duration stuckAfter();

    /** Time that the batches in progress have to finish when the replica shuts down. */
    @WithDefault("5s")
    @DurationMin(message = "must not be negative")
    Duration drain();
}
