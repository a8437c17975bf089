package dev.notificationfeed.ingest;

import dev.notificationfeed.kafka.TopicFacts;
import dev.notificationfeed.kafka.TopicWriter;
import dev.notificationfeed.kafka.Topics;
import dev.notificationfeed.kafka.TopicsConfig;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.errors.RecordTooLargeException;

/** Writes refused records to the dead-letter topic. */
@ApplicationScoped
class DeadLetters {

    private final TopicWriter writer;
    private final Topics topics;
    private final String topic;

    DeadLetters(TopicWriter writer, Topics topics, TopicsConfig names) {
        this.writer = writer;
        this.topics = topics;
        this.topic = names.deadLetters();
    }

    /** Completes when Kafka has acknowledged all of them. Fails while Kafka does not. */
    Uni<Void> write(List<DeadLetter> letters) {
        if (letters.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return copy(letters.stream().map(letter -> letter.copy(topic)).toList())
                .onFailure(DeadLetters::isPermanent)
                .recoverWithUni(() -> writeOneByOne(letters));
    }

    /** Kafka permanently refuses at least one of them. */
    private Uni<Void> writeOneByOne(List<DeadLetter> letters) {
        return Multi.createFrom()
                .iterable(letters)
                .onItem()
                .transformToUniAndConcatenate(this::write)
                .collect()
                .last();
    }

    private Uni<Void> write(DeadLetter letter) {
        return copy(List.of(letter.copy(topic)))
                .onFailure(DeadLetters::isPermanent)
                .recoverWithUni(() -> copy(List.of(letter.copyWithoutValue(topic))))
                .onFailure(DeadLetters::isPermanent)
                .recoverWithUni(() -> copy(List.of(letter.reasonOnly(topic))));
    }

    private Uni<Void> copy(List<ProducerRecord<byte[], byte[]>> records) {
        TopicFacts current = topics.deadLetters();
        return writer.write(
                records.stream().map(record -> place(record, current)).toList());
    }

    /**
     * While a partition takes no writes, no record goes there: the batch would wait for that partition although others take its dead
     * letters. Each retry asks again. Records of one key stay together, as long as the same partitions take writes.
     */
    static ProducerRecord<byte[], byte[]> place(ProducerRecord<byte[], byte[]> record, TopicFacts topic) {
        if (topic == null || topic.unwritable().isEmpty()) {
            return record;
        }
        List<Integer> writable = IntStream.range(0, topic.partitions())
                .boxed()
                .filter(partition -> !topic.unwritable().contains(partition))
                .toList();
        if (writable.isEmpty()) {
            return record;
        }
        int partition = writable.get(Math.floorMod(Arrays.hashCode(record.key()), writable.size()));
        return new ProducerRecord<>(record.topic(), partition, record.key(), record.value(), record.headers());
    }

    private static boolean isPermanent(Throwable failure) {
        return failure instanceof RecordTooLargeException || failure instanceof InvalidRecordException;
    }
}
