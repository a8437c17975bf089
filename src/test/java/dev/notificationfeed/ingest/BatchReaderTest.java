package dev.notificationfeed.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.notificationfeed.event.RejectionCode;
import dev.notificationfeed.fixture.Events;
import dev.notificationfeed.fixture.SampleEvent;
import dev.notificationfeed.store.ContentSanitizer;
import io.opentelemetry.api.OpenTelemetry;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

class BatchReaderTest {

    private static final String TOPIC = "notification-events";

    @Test
    void reportsParserFailureAsFaultOfTheServiceAndContinues() {
        var reader =
                new BatchReader(new BrokenClock(), new ContentSanitizer(), new IngestTracing(OpenTelemetry.noop()));

        var batch = reader.read(records(
                Events.statusChanged("47165", "e-2", "e-1", "READ", "2025-09-10T11:00:00Z"),
                Events.inApp("47165", "e-1")));

        assertThat(batch.deadLetters())
                .singleElement()
                .returns(RejectionCode.STORE_REFUSED, DeadLetter::code)
                .extracting(DeadLetter::detail, InstanceOfAssertFactories.STRING)
                .contains("fault of the service");
        assertThat(batch.changes()).hasSize(1);
    }

    @Test
    void refusesContentThatSanitisingMakesTooLarge() {
        var reader =
                new BatchReader(Clock.systemUTC(), new ContentSanitizer(), new IngestTracing(OpenTelemetry.noop()));
        var event = Events.inApp("47165", "e-1");

        var batch = reader.read(records(
                event.with("data.content", "&".repeat(20_000)), event.with("data.content", "@".repeat(48 * 1024))));

        assertThat(batch.deadLetters())
                .singleElement()
                .returns(RejectionCode.INVALID_DATA, DeadLetter::code)
                .returns("data.content must have at most 98304 bytes of UTF-8 after sanitising", DeadLetter::detail)
                .returns(0L, letter -> letter.record().offset());
        assertThat(batch.changes()).hasSize(1);
    }

    private static Polled records(SampleEvent first, SampleEvent second) {
        return new Polled(
                List.of(
                        new ConsumerRecord<>(TOPIC, 0, 0, null, first.bytes()),
                        new ConsumerRecord<>(TOPIC, 0, 1, null, second.bytes())),
                Polled.nothing().commit());
    }

    /** Makes the parser throw on a status change, which needs the current time. */
    private static final class BrokenClock extends Clock {

        @Override
        public Instant instant() {
            throw new IllegalStateException("no time");
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
