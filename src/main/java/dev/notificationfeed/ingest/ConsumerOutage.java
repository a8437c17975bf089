package dev.notificationfeed.ingest;

import dev.notificationfeed.kafka.KafkaAdmin;
import java.time.Duration;
import org.apache.kafka.common.KafkaException;
import org.jboss.logging.Logger;

/** How often the consumer failed in a row. Logs once when that begins and once when it ends. */
final class ConsumerOutage {

    private static final Logger LOG = Logger.getLogger(ConsumerOutage.class);

    private final IngestConfig config;
    private Duration pause = Duration.ZERO;
    private volatile String reason;

    ConsumerOutage(IngestConfig config) {
        this.config = config;
    }

    /** Returns the pause before the next attempt, which doubles with each failure. */
    Duration failed(Throwable failure) {
        boolean begins = pause.isZero();
        reason = reasonOf(failure);
        if (begins) {
            LOG.warnf(
                    failure instanceof KafkaException ? null : failure,
                    "event consumer failed, making another one until it works reason=\"%s\"",
                    reason);
        }
        LOG.debug("event consumer failed", failure);
        pause = begins ? config.retryMin() : min(pause.multipliedBy(2), config.retryMax());
        return pause;
    }

    /** Ends the outage once a new consumer has worked for longer than the longest pause: earlier, the next poll may fail again. */
    void worksFor(Duration time) {
        if (!pause.isZero() && time.compareTo(config.retryMax()) > 0) {
            LOG.info("event consumer works again");
            pause = Duration.ZERO;
        }
    }

    /** A new consumer has joined the group. */
    void joined() {
        reason = null;
    }

    /** Why the last consumer failed; null since another one has joined the group. For any thread. */
    String reason() {
        return reason;
    }

    private static String reasonOf(Throwable failure) {
        return failure instanceof KafkaException ? KafkaAdmin.describe(failure) : "a fault of the service";
    }

    private static Duration min(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
