package dev.notificationfeed.ingest;

import dev.notificationfeed.event.RejectionCode;
import dev.notificationfeed.store.ChangeResult;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * A refused record and the reason.
 *
 * @param record the refused record
 * @param code the stable reason
 * @param detail a sentence naming field and rule
 */
record DeadLetter(ConsumerRecord<byte[], byte[]> record, RejectionCode code, String detail) {

    static final String REASON = "dead-letter-reason";
    static final String DETAIL = "dead-letter-detail";
    static final String VALUE_OMITTED = "dead-letter-value-omitted";

    /** When the event was first published, in milliseconds. The replay keeps this one. */
    static final String TIMESTAMP = "dead-letter-timestamp";

    private static final String PREFIX = "dead-letter-";

    /** The reason for an outcome; null if the event is not refused. */
    static RejectionCode codeOf(ChangeResult.Outcome outcome) {
        return switch (outcome) {
            case UNKNOWN_NOTIFICATION -> RejectionCode.UNKNOWN_NOTIFICATION;
            case STATUS_NOT_ALLOWED -> RejectionCode.STATUS_NOT_ALLOWED;
            case STORE_REFUSED -> RejectionCode.STORE_REFUSED;
            case STORED, PAST_RETENTION, CHANGED, UNCHANGED, OUTDATED, SEEN_BEFORE, EARLY, ERASED -> null;
        };
    }

    /** The unchanged copy for the dead-letter topic. */
    ProducerRecord<byte[], byte[]> copy(String topic) {
        return record(topic, record.key(), record.value(), headers());
    }

    /** A copy without the value, for when Kafka refuses the full copy. */
    ProducerRecord<byte[], byte[]> copyWithoutValue(String topic) {
        Headers headers = headers();
        add(headers, "value-omitted", String.valueOf(valueBytes()));
        return record(topic, record.key(), null, headers);
    }

    /** Only the reason, without key, value and headers of the producer, for when Kafka refuses that copy too. */
    ProducerRecord<byte[], byte[]> reasonOnly(String topic) {
        Headers headers = reason(new RecordHeaders());
        add(headers, "value-omitted", String.valueOf(valueBytes()));
        return record(topic, null, null, headers);
    }

    private int valueBytes() {
        return record.value() == null ? 0 : record.value().length;
    }

    private static ProducerRecord<byte[], byte[]> record(String topic, byte[] key, byte[] value, Headers headers) {
        return new ProducerRecord<>(topic, null, key, value, headers);
    }

    private Headers headers() {
        Headers headers = new RecordHeaders();
        Arrays.stream(record.headers().toArray())
                .filter(DeadLetter::isFromProducer)
                .forEach(headers::add);
        return reason(headers);
    }

    private Headers reason(Headers headers) {
        add(headers, "reason", code.text());
        add(headers, "detail", detail);
        add(headers, "topic", record.topic());
        add(headers, "partition", String.valueOf(record.partition()));
        add(headers, "offset", String.valueOf(record.offset()));
        long timestamp = OriginalRecords.firstTimestamp(record);
        if (timestamp >= 0) {
            add(headers, "timestamp", String.valueOf(timestamp));
        }
        return headers;
    }

    /** A replayed dead letter may carry the headers of its first failure; they are replaced. */
    static boolean isFromProducer(Header header) {
        return !header.key().startsWith(PREFIX);
    }

    private static void add(Headers headers, String name, String value) {
        headers.add(PREFIX + name, value.getBytes(StandardCharsets.UTF_8));
    }
}
