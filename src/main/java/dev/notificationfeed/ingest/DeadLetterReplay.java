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
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * Sends dead letters to the events topic again, as their producers sent them. It reads each partition up to its end at the
 * start of the run: an event that is refused again lands behind that and is not replayed twice. For one run, by one thread.
 */
final class DeadLetterReplay {

    private static final Duration POLL = Duration.ofMillis(500);

    private final org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> consumer;
    private final Producer<byte[], byte[]> producer;
    private final ReplayOptions options;
    private final ErasedLetters erased;
    private final Consumer<String> out;
    private final Duration timeout;

    /** For each partition, the offset at which a next run continues. */
    private final Map<Integer, Long> next = new TreeMap<>();

    private String events;
    private long replayed;
    private long skipped;

    /**
     * @param out receives one line for each record, and a summary; never a key or a value
     * @param timeout how long to wait for the next record while there are more to read
     */
    DeadLetterReplay(
            org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> consumer,
            Producer<byte[], byte[]> producer,
            ReplayOptions options,
            ErasedLetters erased,
            Consumer<String> out,
            Duration timeout) {
        this.consumer = consumer;
        this.producer = producer;
        this.options = options;
        this.erased = erased;
        this.out = out;
        this.timeout = timeout;
    }

    /**
     * Sends, or lists, the dead letters that the options select.
     *
     * @throws KafkaException if Kafka fails, or one of the topics does not exist; records sent before that stay sent
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
            out.accept((options.send() ? "sent=" : "would-be-sent=") + replayed + " skipped=" + skipped);
            out.accept("to continue from here: " + resumeOptions());
        }
    }

    /** Fails for a missing topic, because a producer would create it. */
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
        consumer.beginningOffsets(partitions).forEach(this::seek);
        long lastRecord = System.nanoTime();
        while (hasMore(ends)) {
            ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
            if (!records.isEmpty()) {
                lastRecord = System.nanoTime();
            } else if (System.nanoTime() - lastRecord > timeout.toNanos()) {
                throw new KafkaException("no record received for " + timeout.toSeconds() + " s");
            }
            records.forEach(record -> handle(record, ends));
        }
    }

    private void seek(TopicPartition partition, long beginning) {
        long first = Math.max(beginning, options.from().getOrDefault(partition.partition(), beginning));
        next.put(partition.partition(), first);
        consumer.seek(partition, first);
    }

    /** Compares positions, because the log may end with control records, which are never returned. */
    private boolean hasMore(Map<TopicPartition, Long> ends) {
        return replayed < options.limit()
                && ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue());
    }

    private void handle(ConsumerRecord<byte[], byte[]> record, Map<TopicPartition, Long> ends) {
        TopicPartition partition = new TopicPartition(record.topic(), record.partition());
        if (replayed < options.limit() && record.offset() < ends.get(partition)) {
            handle(record);
            next.put(record.partition(), record.offset() + 1);
        }
    }

    private void handle(ConsumerRecord<byte[], byte[]> record) {
        String reason = text(record, DeadLetter.REASON);
        if (reason == null) {
            skip(record, "it is not a dead letter");
        } else if (options.wants(reason) && record.headers().lastHeader(DeadLetter.VALUE_OMITTED) != null) {
            skip(record, "its value was omitted");
        } else if (options.wants(reason) && erased.contain(record)) {
            skip(record, "its recipient was erased");
        } else if (options.wants(reason)) {
            replay(record, reason);
        }
    }

    private void skip(ConsumerRecord<byte[], byte[]> record, String why) {
        skipped++;
        out.accept("skipped " + place(record) + ": " + why);
    }

    private void replay(ConsumerRecord<byte[], byte[]> record, String reason) {
        if (options.send()) {
            send(record);
        }
        replayed++;
        out.accept((options.send() ? "sent " : "would be sent ") + place(record) + " reason=" + reason + " detail=\""
                + text(record, DeadLetter.DETAIL) + "\"");
    }

    /**
     * One after the other: events of one recipient keep their order, and each record that is reported as sent is acknowledged.
     * A header names when the event was first published, because the topic gives each record a new timestamp: a replayed change
     * without a {@code time} must not count as later than changes made since, nor as published after an erasure.
     */
    private void send(ConsumerRecord<byte[], byte[]> record) {
        Headers headers = new RecordHeaders();
        Arrays.stream(record.headers().toArray())
                .filter(DeadLetter::isFromProducer)
                .forEach(headers::add);
        headers.add(
                DeadLetter.TIMESTAMP,
                String.valueOf(OriginalRecords.firstTimestamp(record)).getBytes(UTF_8));
        try {
            producer.send(new ProducerRecord<>(events, null, record.key(), record.value(), headers))
                    .get();
        } catch (ExecutionException e) {
            throw new KafkaException(
                    "not sent " + place(record) + ": " + e.getCause().getMessage(), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("interrupted", e);
        }
    }

    private String resumeOptions() {
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
