package dev.notificationfeed.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;

/**
 * Puts dead letters back where they came from, as their producers had sent them. Those that were there when it began: one
 * that is refused again is set aside again, behind them, and is not met in the same run. Used once, by one thread.
 */
final class DeadLetterReplay {

    private static final Duration POLL = Duration.ofMillis(500);

    private final org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> consumer;
    private final Producer<byte[], byte[]> producer;
    private final ReplayOptions options;
    private final Consumer<String> out;
    private final Duration patience;

    /** For each partition, the offset of the first record that has not been dealt with. */
    private final Map<Integer, Long> next = new TreeMap<>();

    private String events;
    private long taken;
    private long skipped;

    /**
     * @param out takes what is told of each record, line by line; never a key or a value
     * @param patience how long Kafka may be silent while something is left to read
     */
    DeadLetterReplay(
            org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> consumer,
            Producer<byte[], byte[]> producer,
            ReplayOptions options,
            Consumer<String> out,
            Duration patience) {
        this.consumer = consumer;
        this.producer = producer;
        this.options = options;
        this.out = out;
        this.patience = patience;
    }

    /**
     * Sends, or names, the dead letters that the options ask for.
     *
     * @throws KafkaException if Kafka fails, or one of the topics does not exist; what was sent until then is sent
     */
    void run(String deadLetters, String events) {
        this.events = events;
        partitions(events);
        List<TopicPartition> wanted = partitions(deadLetters).stream()
                .filter(partition -> options.from().isEmpty() || options.from().containsKey(partition.partition()))
                .toList();
        try {
            read(wanted);
        } finally {
            out.accept((options.send() ? "sent=" : "would-be-sent=") + taken + " skipped=" + skipped);
            out.accept("to go on from here: " + goOn());
        }
    }

    /** Looked up, because a producer creates a topic that is not there. */
    private List<TopicPartition> partitions(String topic) {
        List<TopicPartition> found = consumer.partitionsFor(topic).stream()
                .map(partition -> new TopicPartition(topic, partition.partition()))
                .toList();
        if (found.isEmpty()) {
            throw new KafkaException("the topic " + topic + " does not exist");
        }
        return found;
    }

    private void read(List<TopicPartition> partitions) {
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        consumer.assign(partitions);
        consumer.beginningOffsets(partitions).forEach(this::begin);
        long heardOf = System.nanoTime();
        while (isLeft(ends)) {
            ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
            if (!records.isEmpty()) {
                heardOf = System.nanoTime();
            } else if (System.nanoTime() - heardOf > patience.toNanos()) {
                throw new KafkaException("no broker has answered for " + patience.toSeconds() + " s");
            }
            records.forEach(record -> take(record, ends));
        }
    }

    private void begin(TopicPartition partition, long beginning) {
        long first = Math.max(beginning, options.from().getOrDefault(partition.partition(), beginning));
        next.put(partition.partition(), first);
        consumer.seek(partition, first);
    }

    /** Positions, because a log may end with what is no record. */
    private boolean isLeft(Map<TopicPartition, Long> ends) {
        return taken < options.limit()
                && ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue());
    }

    private void take(ConsumerRecord<byte[], byte[]> record, Map<TopicPartition, Long> ends) {
        TopicPartition partition = new TopicPartition(record.topic(), record.partition());
        if (taken < options.limit() && record.offset() < ends.get(partition)) {
            take(record);
            next.put(record.partition(), record.offset() + 1);
        }
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
        String reason = text(record, DeadLetter.REASON);
        if (reason == null) {
            skip(record, "it is no dead letter");
        } else if (options.wants(reason) && record.headers().lastHeader(DeadLetter.VALUE_OMITTED) != null) {
            skip(record, "its value was omitted");
        } else if (options.wants(reason)) {
            putBack(record, reason);
        }
    }

    private void skip(ConsumerRecord<byte[], byte[]> record, String why) {
        skipped++;
        out.accept("skipped " + place(record) + ": " + why);
    }

    private void putBack(ConsumerRecord<byte[], byte[]> record, String reason) {
        if (options.send()) {
            send(record);
        }
        taken++;
        out.accept((options.send() ? "sent " : "would be sent ") + place(record) + " reason=" + reason + " detail=\""
                + text(record, DeadLetter.DETAIL) + "\"");
    }

    /**
     * One after the other: events of one recipient keep their order, and each record that is reported as sent is acknowledged.
     * With the dead letter's timestamp, because it stands in for the {@code time} of an event that has none: a replayed change
     * must not count as later than changes made since.
     */
    private void send(ConsumerRecord<byte[], byte[]> record) {
        List<Header> headers = Arrays.stream(record.headers().toArray())
                .filter(DeadLetter::isTheProducers)
                .toList();
        try {
            producer.send(new ProducerRecord<>(
                            events, null, timestampOrNull(record), record.key(), record.value(), headers))
                    .get();
        } catch (ExecutionException e) {
            throw new KafkaException(
                    "not sent " + place(record) + ": " + e.getCause().getMessage(), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("interrupted", e);
        }
    }

    /** Kafka has -1 for a record without a timestamp, and its producer refuses that. */
    private static Long timestampOrNull(ConsumerRecord<byte[], byte[]> record) {
        return record.timestamp() < 0 ? null : record.timestamp();
    }

    private String goOn() {
        return next.entrySet().stream()
                .map(partition -> "--from=" + partition.getKey() + ":" + partition.getValue())
                .collect(Collectors.joining(" "));
    }

    private static String place(ConsumerRecord<byte[], byte[]> record) {
        return "partition=" + record.partition() + " offset=" + record.offset();
    }

    private static String text(ConsumerRecord<byte[], byte[]> record, String name) {
        Header header = record.headers().lastHeader(name);
        return header == null || header.value() == null ? null : new String(header.value(), UTF_8);
    }
}
