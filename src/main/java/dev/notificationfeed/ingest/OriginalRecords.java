package dev.notificationfeed.ingest;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.notificationfeed.event.IncomingRecord;
import dev.notificationfeed.store.OriginalRecord;
import java.util.Arrays;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;

/** Converts records of Kafka to the form in which the store keeps them, and back. */
final class OriginalRecords {

    private static final int MAX_DIGITS = 18;

    private OriginalRecords() {}

    static OriginalRecord of(ConsumerRecord<byte[], byte[]> record) {
        return new OriginalRecord(
                record.topic(),
                record.partition(),
                record.offset(),
                firstTimestamp(record),
                record.key(),
                record.value(),
                Arrays.stream(record.headers().toArray())
                        .filter(DeadLetter::isFromProducer)
                        .map(header -> new OriginalRecord.Header(header.key(), header.value()))
                        .toList());
    }

    static ConsumerRecord<byte[], byte[]> toKafka(OriginalRecord record) {
        Headers headers = new RecordHeaders();
        record.headers().forEach(header -> headers.add(header.name(), header.value()));
        return new ConsumerRecord<>(
                record.topic(),
                record.partition(),
                record.offset(),
                record.timestamp(),
                TimestampType.CREATE_TIME,
                ConsumerRecord.NULL_SIZE,
                ConsumerRecord.NULL_SIZE,
                record.key(),
                record.value(),
                headers,
                Optional.empty());
    }

    /** The record as the parser reads it. */
    static IncomingRecord incoming(ConsumerRecord<byte[], byte[]> record) {
        return new IncomingRecord(record.value(), headersOf(record), firstTimestamp(record));
    }

    private static IncomingRecord.Headers headersOf(ConsumerRecord<byte[], byte[]> record) {
        return new IncomingRecord.Headers() {
            @Override
            public byte[] last(String name) {
                Header header = record.headers().lastHeader(name);
                return header == null ? null : header.value();
            }

            @Override
            public Iterable<String> names() {
                return Arrays.stream(record.headers().toArray())
                        .map(Header::key)
                        .toList();
            }
        };
    }

    /**
     * When the event was first published: a dead letter that is sent again names that time in a header, because the topic gives
     * the record a new timestamp. A header that names a later time than the record is not believed.
     */
    static long firstTimestamp(ConsumerRecord<byte[], byte[]> record) {
        long named = named(record.headers().lastHeader(DeadLetter.TIMESTAMP));
        return named >= 0 && (named < record.timestamp() || record.timestamp() < 0) ? named : record.timestamp();
    }

    private static long named(Header header) {
        if (header == null || header.value() == null || header.value().length > MAX_DIGITS) {
            return ConsumerRecord.NO_TIMESTAMP;
        }
        String text = new String(header.value(), US_ASCII);
        return text.matches("[0-9]+") ? Long.parseLong(text) : ConsumerRecord.NO_TIMESTAMP;
    }
}
