package dev.notificationfeed.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.notificationfeed.event.RejectionCode;
import dev.notificationfeed.store.ChangeResult;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.StartupEvent;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class IngestMetricsTest {

    private static final Clock NOW = Clock.fixed(Instant.parse("2025-09-09T23:00:00Z"), ZoneOffset.UTC);

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final IngestMetrics metrics = new IngestMetrics(registry, NOW);

    @Test
    void lagIsAgeOfTheOldestEvent() {
        metrics.taken(records(2_000, 90_000, 1_000));

        assertThat(lagSeconds()).isEqualTo(90);
    }

    @Test
    void lagIsAgeOfTheOldestEventOfAllBatches() {
        metrics.taken(records(90_000));
        metrics.taken(records(2_000));
        assertThat(lagSeconds()).isEqualTo(90);

        metrics.finished(new Batch(Polled.nothing()));

        assertThat(lagSeconds()).isEqualTo(2);
    }

    @Test
    void lagIsZeroWithoutABatchInProgress() {
        assertThat(lagSeconds()).isZero();

        metrics.taken(records(90_000));
        metrics.finished(new Batch(Polled.nothing()));

        assertThat(lagSeconds()).isZero();
    }

    @Test
    void lagIsNeverNegative() {
        metrics.taken(records(-5_000));

        assertThat(lagSeconds()).isZero();
    }

    @Test
    void registersEveryCounterAtTheStart() {
        metrics.registerCounters(new StartupEvent());

        assertThat(registry.get("notifications.dead.letters").counters()).hasSize(RejectionCode.values().length);
        assertThat(registry.get("notifications.events").counters()).hasSize(ChangeResult.Outcome.values().length + 1);
    }

    private double lagSeconds() {
        return registry.get("notifications.ingest.lag").timeGauge().value(TimeUnit.SECONDS);
    }

    private static List<ConsumerRecord<byte[], byte[]>> records(long... agesMillis) {
        return LongStream.of(agesMillis)
                .mapToObj(age -> record(NOW.millis() - age))
                .toList();
    }

    private static ConsumerRecord<byte[], byte[]> record(long writtenAt) {
        return new ConsumerRecord<>(
                "notification-events",
                0,
                0,
                writtenAt,
                TimestampType.CREATE_TIME,
                0,
                0,
                null,
                null,
                new RecordHeaders(),
                Optional.empty());
    }
}
