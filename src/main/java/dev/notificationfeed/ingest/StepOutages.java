package dev.notificationfeed.ingest;

import dev.notificationfeed.kafka.KafkaAdmin;
import dev.notificationfeed.mongodb.StoreUnavailableException;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;

/** The steps of the pipeline that fail and are tried again. */
@Singleton
class StepOutages {

    private static final Logger LOG = Logger.getLogger(StepOutages.class);

    private final LongSupplier nanoTime;
    private final Set<Outage> current = ConcurrentHashMap.newKeySet();

    @Inject
    StepOutages() {
        this(System::nanoTime);
    }

    StepOutages(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** For one step of one batch. */
    Outage of(String step) {
        return new Outage(step);
    }

    /** The step that has failed for the longest time. */
    Optional<Outage> longest() {
        return current.stream().max(Comparator.comparing(Outage::duration));
    }

    /** Logs once when the step begins to fail and once when it succeeds again. */
    final class Outage {

        private final String step;
        private volatile long since;
        private volatile String reason;

        private Outage(String step) {
            this.step = step;
        }

        void failed(Throwable failure) {
            reason = reasonOf(failure);
            if (current.contains(this)) {
                return;
            }
            since = nanoTime.getAsLong();
            current.add(this);
            LOG.warnf("ingest waits step=\"%s\" reason=\"%s\"", step, reason);
        }

        void over() {
            if (current.remove(this)) {
                LOG.infof("ingest continues step=\"%s\"", step);
            }
        }

        /** The batch is given up: its process ends, or another consumer polls it again. */
        void cancelled() {
            current.remove(this);
        }

        String step() {
            return step;
        }

        /** Since the first failure. */
        Duration duration() {
            return Duration.ofNanos(nanoTime.getAsLong() - since);
        }

        /** The last failure, for operators. */
        String reason() {
            return reason;
        }

        private static String reasonOf(Throwable failure) {
            return failure instanceof StoreUnavailableException ? failure.getMessage() : KafkaAdmin.describe(failure);
        }
    }
}
