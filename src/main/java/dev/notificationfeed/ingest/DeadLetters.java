package dev.notificationfeed.ingest;

import dev.notificationfeed.kafka.TopicWriter;
import dev.notificationfeed.kafka.TopicsConfig;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.errors.RecordTooLargeException;

/** Sets aside what was refused. */
@ApplicationScoped
class DeadLetters {

    private final TopicWriter writer;
    private final String topic;

    DeadLetters(TopicWriter writer, TopicsConfig topics) {
        this.writer = writer;
        this.topic = topics.deadLetters();
    }

    /** Completes when all of them are on the dead-letter topic; fails while Kafka does not take them. */
    Uni<Void> write(List<DeadLetter> letters) {
        if (letters.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return writer.write(letters.stream().map(letter -> letter.copy(topic)).toList())
                .onFailure(DeadLetters::isRefusedForGood)
                .recoverWithUni(() -> writeOneByOne(letters));
    }

    /** Kafka refuses at least one of them for good. */
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
                .onFailure(DeadLetters::isRefusedForGood)
                .recoverWithUni(() -> writer.write(List.of(letter.copyWithoutValue(topic))))
                .onFailure(DeadLetters::isRefusedForGood)
                .recoverWithUni(() -> writer.write(List.of(letter.reasonOnly(topic))));
    }

    private static boolean isRefusedForGood(Throwable failure) {
        return failure instanceof RecordTooLargeException || failure instanceof InvalidRecordException;
    }
}
