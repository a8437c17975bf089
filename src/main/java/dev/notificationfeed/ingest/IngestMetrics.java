package dev.notificationfeed.ingest;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.util.Locale;

/** Counts what became of events. */
@Singleton
class IngestMetrics {

    private final MeterRegistry registry;

    IngestMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    /** Called once per batch, when all of it has been stored, published and set aside. */
    void finished(Batch batch) {
        batch.applied().forEach(result -> count(result.outcome().name(), 1));
        count("rejected", batch.rejected());
        batch.deadLetters()
                .forEach(letter -> registry.counter(
                                "notifications.dead.letters",
                                "reason",
                                letter.code().text())
                        .increment());
    }

    private void count(String outcome, double events) {
        registry.counter(
                        "notifications.events",
                        "outcome",
                        outcome.toLowerCase(Locale.ROOT).replace('_', '-'))
                .increment(events);
    }
}
