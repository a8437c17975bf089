package dev.notificationfeed.ingest;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * What was polled together.
 *
 * @param records the records, in the order of each partition; none if only positions advanced, past a transaction's marker for example
 * @param commit commits the positions behind the records; completes when they are committed, or when the partitions have been lost
 */
record Polled(List<ConsumerRecord<byte[], byte[]>> records, Supplier<CompletionStage<Void>> commit) {

    Polled {
        records = List.copyOf(records);
    }

    /** Nothing, for tests and as a default. */
    static Polled nothing() {
        return new Polled(List.of(), () -> CompletableFuture.completedFuture(null));
    }
}
