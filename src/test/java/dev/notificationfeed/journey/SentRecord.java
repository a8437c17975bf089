package dev.notificationfeed.journey;

import dev.notificationfeed.fixture.ReferenceParser;
import java.time.Duration;
import java.time.Instant;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.header.Header;

/**
 * A record sent to the events topic, and the reference parser's view of it.
 *
 * @param place its position, as {@code partition-offset}
 */
record SentRecord(
        String place, int partition, long offset, ProducerRecord<byte[], byte[]> record, ReferenceParser reading) {

    static SentRecord of(ProducerRecord<byte[], byte[]> record, RecordMetadata where, Instant now) {
        var timestamp = Instant.ofEpochMilli(where.timestamp());
        var reading = ReferenceParser.of(record.value(), name -> lastHeader(record, name), timestamp, now);
        return new SentRecord(
                where.partition() + "-" + where.offset(), where.partition(), where.offset(), record, reading);
    }

    private static byte[] lastHeader(ProducerRecord<byte[], byte[]> record, String name) {
        Header header = record.headers().lastHeader(name);
        return header == null ? null : header.value();
    }

    boolean isGood() {
        return reading.faults().isEmpty();
    }

    boolean isCreation() {
        return isGood() && reading.action().equals("created");
    }

    /** Whether it creates an item that would be removed at once, a day after its expiry. */
    boolean isPastRetention() {
        var expiresAt = isCreation() ? reading.instant("expiresAt") : null;
        return expiresAt != null && expiresAt.isBefore(Instant.now().minus(Duration.ofHours(23)));
    }

    /** Whether it precedes another record on the same partition, so that it was certainly handled first. */
    boolean isBefore(SentRecord other) {
        return partition == other.partition && offset < other.offset;
    }
}
