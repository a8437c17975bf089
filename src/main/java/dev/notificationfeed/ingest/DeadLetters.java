package dev.notificationfeed.ingest;

import dev.notificationfeed.kafka.TopicWriter;
import dev.notificationfeed.kafka.TopicsConfig;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.errors.RecordTooLargeException;

/** Writes refused records to the dead-letter topic. */
@ApplicationScoped
class DeadLetters {

    private final TopicWriter writer;
    private final String topic;

    DeadLetters(TopicWriter writer, TopicsConfig topics) {
        this.writer = writer;
        this.topic = topics.deadLetters();
    }

    /** Completes when Kafka has acknowledged all of them. Fails while Kafka does not. */
    Uni<Void> write(List<DeadLetter> letters) {
        if (letters.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return writer.write(letters.stream().map(letter -> letter.copy(topic)).toList())
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
        return writer.write(List.of(letter.copy(topic)))
                .onFailure(DeadLetters::isPermanent)
                .recoverWithUni(() -> writer.write(List.of(letter.copyWithoutValue(topic))))
                .onFailure(DeadLetters::isPermanent)
                .recoverWithUni(() -> writer.write(List.of(letter.reasonOnly(topic))));
    }

    private static boolean isPermanent(Throwable failure) {
        return failure instanceof RecordTooLargeException || failure instanceof InvalidRecordException;
    }
}
