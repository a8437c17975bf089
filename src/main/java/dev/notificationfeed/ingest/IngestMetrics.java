package dev.notificationfeed.ingest;

import dev.notificationfeed.event.RejectionCode;
import dev.notificationfeed.store.ChangeResult;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;

/** Counts what became of events, and tells how long they wait. */
@Singleton
class IngestMetrics {

    private static final String REJECTED = "rejected";

    private final MeterRegistry registry;
    private final Clock clock;
    /** Of each batch in hand the time of its oldest event, in the order of the batches. */
    private final Queue<Long> inHand = new ConcurrentLinkedQueue<>();

    IngestMetrics(MeterRegistry registry, Clock clock) {
        this.registry = registry;
        this.clock = clock;
        TimeGauge.builder("notifications.ingest.lag", this, TimeUnit.MILLISECONDS, IngestMetrics::lagMillis)
                .description(
                        "Age of the oldest event in hand, by the time that its record carries; 0 with none in hand")
                .register(registry);
    }

    /** There from the start, and not from the first batch, so that an alert sees the first one as an increase. */
    void registerCounters(@Observes StartupEvent started) {
        Stream.of(ChangeResult.Outcome.values()).map(Enum::name).forEach(this::events);
        events(REJECTED);
        Stream.of(RejectionCode.values()).forEach(this::deadLetters);
    }

    /** These records are being worked on, for as long as dependencies make them wait. */
    void taken(ConsumerRecords<byte[], byte[]> records) {
        inHand.add(StreamSupport.stream(records.spliterator(), false)
                .mapToLong(ConsumerRecord::timestamp)
                .min()
                .orElse(Long.MAX_VALUE));
    }

    /** Called once for each batch, in their order, when all of it has been stored, published and set aside. */
    void finished(Batch batch) {
        inHand.poll();
        batch.applied().forEach(result -> events(result.outcome().name()).increment());
        events(REJECTED).increment(batch.rejected());
        batch.deadLetters().forEach(letter -> deadLetters(letter.code()).increment());
    }

    private double lagMillis() {
        long now = clock.millis();
        return Math.max(
                0, now - inHand.stream().mapToLong(oldest -> oldest).min().orElse(now));
    }

    private Counter events(String outcome) {
        return registry.counter(
                "notifications.events",
                "outcome",
                outcome.toLowerCase(Locale.ROOT).replace('_', '-'));
    }

    private Counter deadLetters(RejectionCode code) {
        return registry.counter("notifications.dead.letters", "reason", code.text());
    }
}
