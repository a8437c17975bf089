package dev.notificationfeed.devstack;

import dev.notificationfeed.devstack.PublishedEvent.Outcome;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * Finds out what became of one event from outside, because this room imports nothing of the service. A dead letter names the
 * record that it copies. A committed offset says that the record was handled; the counters then say how. Ingest writes the
 * dead letter and counts before it commits, so what is not on the dead-letter topic after the commit was accepted. Open it
 * before the event is sent. Used by one thread.
 */
final class EventWatch implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(50);

    private final Consumer<byte[], byte[]> consumer;
    private final List<TopicPartition> deadLetters;
    private final EventCounts counts;

    /**
     * Starts to watch.
     *
     * @param consumer has the group of the service, and joins no group; closed with this object
     * @throws KafkaException if the dead-letter topic does not exist, or Kafka does not answer
     */
    EventWatch(Consumer<byte[], byte[]> consumer, String deadLettersTopic, EventCounts counts) {
        this.consumer = consumer;
        this.counts = counts;
        this.deadLetters = consumer.partitionsFor(deadLettersTopic).stream()
                .map(partition -> new TopicPartition(deadLettersTopic, partition.partition()))
                .toList();
        if (deadLetters.isEmpty()) {
            consumer.close();
            throw new KafkaException("the topic " + deadLettersTopic + " does not exist");
        }
        consumer.assign(deadLetters);
        consumer.endOffsets(deadLetters).forEach(consumer::seek);
    }

    /** The outcome of the event, or {@code pending} after the time limit. */
    Outcome await(RecordMetadata event, Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        boolean handled = false;
        Map<TopicPartition, Long> ends = Map.of();
        while (System.nanoTime() < deadline) {
            if (!handled && isHandled(event)) {
                handled = true;
                ends = consumer.endOffsets(deadLetters);
            }
            var refusal = readDeadLetters(event);
            if (refusal.isPresent()) {
                return refusal.get();
            }
            if (handled && hasRead(ends)) {
                return counts.outcome();
            }
        }
        return Outcome.pending();
    }

    private Optional<Outcome> readDeadLetters(RecordMetadata event) {
        return StreamSupport.stream(consumer.poll(POLL).spliterator(), false)
                .filter(letter -> isCopyOf(event, letter))
                .findFirst()
                .map(letter -> Outcome.deadLettered(
                        header(letter, "dead-letter-reason"), header(letter, "dead-letter-detail")));
    }

    private boolean isHandled(RecordMetadata event) {
        var partition = new TopicPartition(event.topic(), event.partition());
        var committed = consumer.committed(Set.of(partition)).get(partition);
        return committed != null && committed.offset() > event.offset();
    }

    private boolean hasRead(Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
    }

    private static boolean isCopyOf(RecordMetadata event, ConsumerRecord<byte[], byte[]> letter) {
        return event.topic().equals(header(letter, "dead-letter-topic"))
                && String.valueOf(event.partition()).equals(header(letter, "dead-letter-partition"))
                && String.valueOf(event.offset()).equals(header(letter, "dead-letter-offset"));
    }

    private static String header(ConsumerRecord<byte[], byte[]> letter, String name) {
        var header = letter.headers().lastHeader(name);
        return header == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        consumer.close();
    }
}
