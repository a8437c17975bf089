package dev.notificationfeed.ingest;

import dev.notificationfeed.ingest.StepOutages.Outage;
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
    private final StepOutages outages;

    StepRetry(IngestConfig config, IngestTracing tracing, StepOutages outages) {
        this.config = config;
        this.tracing = tracing;
        this.outages = outages;
    }

    /** Retries a step while its dependency is away. Each attempt is a span of its own. */
    <T> Uni<T> untilSuccess(String step, Batch batch, Supplier<Uni<T>> work) {
        Outage outage = outages.of(step);
        return withBackOff(tracing.step(step, batch.traces(), work).onFailure().invoke(outage::failed))
                .invoke(outage::over)
                .onCancellation()
                .invoke(outage::cancelled);
    }

    /**
     * Retries a stage that fails. Its steps retry while a dependency is away, so a failure here is a fault of this service.
     * Without the retry it would block all later events until a restart.
     */
    <T> Uni<T> onFault(String stage, Supplier<Uni<? extends T>> work) {
        Outage outage = outages.of(stage);
        return withBackOff(Uni.createFrom().<T>deferred(work).onFailure().invoke(fault -> {
                    LOG.error("a batch failed by a fault of the service, retrying", fault);
                    outage.failed(fault);
                }))
                .invoke(outage::over)
                .onCancellation()
                .invoke(outage::cancelled);
    }

    private <T> Uni<T> withBackOff(Uni<T> work) {
        return work.onFailure()
                .retry()
                .withBackOff(config.retryMin(), config.retryMax())
                .indefinitely();
    }
}
