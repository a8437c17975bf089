package dev.notificationfeed.ingest;

import dev.notificationfeed.kafka.KafkaAdmin;
import dev.notificationfeed.mongodb.StoreUnavailableException;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** Retries the steps of the pipeline with back-off, without end: an accepted event is never dropped. */
@Singleton
class StepRetry {

    private static final Logger LOG = Logger.getLogger(StepRetry.class);

    private final IngestConfig config;
    private final IngestTracing tracing;

    StepRetry(IngestConfig config, IngestTracing tracing) {
        this.config = config;
        this.tracing = tracing;
    }

    /** Retries a step while its dependency is away. Each attempt is a span of its own. */
    <T> Uni<T> untilSuccess(String step, Batch batch, Supplier<Uni<T>> work) {
        Outage outage = new Outage(step);
        return withBackOff(tracing.step(step, batch.traces(), work).onFailure().invoke(outage::failed))
                .invoke(outage::over);
    }

    /**
     * Retries a stage that fails. Its steps retry while a dependency is away, so a failure here is a fault of this service.
     * Without the retry it would block all later events until a restart.
     */
    <T> Uni<T> onFault(Supplier<Uni<? extends T>> stage) {
        return withBackOff(Uni.createFrom()
                .<T>deferred(stage)
                .onFailure()
                .invoke(fault -> LOG.error("a batch failed by a fault of the service, retrying", fault)));
    }

    private <T> Uni<T> withBackOff(Uni<T> work) {
        return work.onFailure()
                .retry()
                .withBackOff(config.retryMin(), config.retryMax())
                .indefinitely();
    }

    /** Logs once when a step begins to fail and once when it succeeds again. */
    private static final class Outage {

        private final String step;
        private boolean begun;

        Outage(String step) {
            this.step = step;
        }

        void failed(Throwable failure) {
            if (!begun) {
                LOG.warnf("ingest waits step=\"%s\" reason=\"%s\"", step, reason(failure));
            }
            begun = true;
        }

        private static String reason(Throwable failure) {
            return failure instanceof StoreUnavailableException ? failure.getMessage() : KafkaAdmin.describe(failure);
        }

        void over() {
            if (begun) {
                LOG.infof("ingest continues step=\"%s\"", step);
            }
        }
    }
}
