package dev.notificationfeed.ingest;

import dev.notificationfeed.event.RejectionCode;
import dev.notificationfeed.store.ChangeResult;
import dev.notificationfeed.wire.WireName;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Counts events by outcome, and measures how long they wait. */
@Singleton
class IngestMetrics {

    private static final String REJECTED = "rejected";

    private final MeterRegistry registry;
    private final Clock clock;

    /** The timestamp of the oldest event of each batch in progress, in the order of the batches. */
    private final Queue<Long> oldestTimestamps = new ConcurrentLinkedQueue<>();

    IngestMetrics(MeterRegistry registry, Clock clock) {
        this.registry = registry;
        this.clock = clock;
        TimeGauge.builder("notifications.ingest.lag", this, TimeUnit.MILLISECONDS, IngestMetrics::lagMillis)
                .description(
                        "Age of the oldest event in progress, by the timestamp of its record; 0 if none is in progress")
                .register(registry);
    }

    /** Registered at the start with 0, so that an alert sees the first event or dead letter as an increase. */
    void registerCounters(@Observes StartupEvent started) {
        Stream.of(ChangeResult.Outcome.values()).map(WireName::of).forEach(this::events);
        events(REJECTED);
        Stream.of(RejectionCode.values()).forEach(this::deadLetters);
        removedEvents();
    }

    /** A batch is in progress from here until {@link #finished}, also while it waits for a dependency. */
    void taken(List<ConsumerRecord<byte[], byte[]>> records) {
        oldestTimestamps.add(
                records.stream().mapToLong(ConsumerRecord::timestamp).min().orElse(Long.MAX_VALUE));
    }

    /** Called once for each batch, in their order, when it has been stored, published and set aside. */
    void finished(Batch batch) {
        oldestTimestamps.poll();
        batch.results().forEach(result -> events(WireName.of(result.outcome())).increment());
        events(REJECTED).increment(batch.rejected());
        deadLettered(batch.deadLetters());
    }

    /** Counts dead letters that Kafka has acknowledged. */
    void deadLettered(List<DeadLetter> letters) {
        letters.forEach(letter -> deadLetters(letter.code()).increment());
    }

    /** No batch is in progress any more; all of them will be polled again. */
    void dropped() {
        oldestTimestamps.clear();
    }

    /** Counts events that left the topic before they were read. */
    void removed(long events) {
        removedEvents().increment(events);
    }

    private double lagMillis() {
        long now = clock.millis();
        return Math.max(
                0,
                now
                        - oldestTimestamps.stream()
                                .mapToLong(oldest -> oldest)
                                .min()
                                .orElse(now));
    }

    private Counter events(String outcome) {
        return registry.counter("notifications.events", "outcome", outcome);
    }

    private Counter removedEvents() {
        return registry.counter("notifications.events.removed");
    }

    private Counter deadLetters(RejectionCode code) {
        return registry.counter("notifications.dead.letters", "reason", code.text());
    }
}
