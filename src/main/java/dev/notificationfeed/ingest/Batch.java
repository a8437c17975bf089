package dev.notificationfeed.ingest;

import dev.notificationfeed.event.RejectionCode;
import dev.notificationfeed.feed.FeedPublisher.Traced;
import dev.notificationfeed.notification.Change;
import dev.notificationfeed.store.Applied;
import io.opentelemetry.context.Context;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * The records of one poll on their way: those that were understood, in the order of their topic, and those that were
 * refused. Used by one thread at a time.
 */
final class Batch {

    /** A record that was understood. */
    record Understood(ConsumerRecord<byte[], byte[]> record, Change change, Context trace) {}

    private final List<Understood> understood = new ArrayList<>();
    private final List<DeadLetter> refused = new ArrayList<>();
    private List<Applied> applied = List.of();

    void understood(ConsumerRecord<byte[], byte[]> record, Change change, Context trace) {
        understood.add(new Understood(record, change, trace));
    }

    void refused(ConsumerRecord<byte[], byte[]> record, RejectionCode code, String detail) {
        refused.add(new DeadLetter(record, code, detail));
    }

    List<Change> changes() {
        return understood.stream().map(Understood::change).toList();
    }

    /** What became of the changes, one each, in their order. */
    void applied(List<Applied> results) {
        applied = results;
        IntStream.range(0, results.size()).forEach(i -> refuse(understood.get(i), results.get(i)));
    }

    private void refuse(Understood event, Applied result) {
        RejectionCode code = codeOf(result);
        if (code != null) {
            refused(event.record(), code, result.detail());
        }
    }

    private static RejectionCode codeOf(Applied result) {
        return switch (result.outcome()) {
            case UNKNOWN_NOTIFICATION -> RejectionCode.UNKNOWN_NOTIFICATION;
            case STATUS_NOT_ALLOWED -> RejectionCode.STATUS_NOT_ALLOWED;
            case STORE_REFUSED -> RejectionCode.STORE_REFUSED;
            case STORED, CHANGED, UNCHANGED, OUTDATED, SEEN_BEFORE -> null;
        };
    }

    List<Applied> applied() {
        return applied;
    }

    /** What the feed must be told, each in the trace of its record. */
    List<Traced> publications() {
        return IntStream.range(0, applied.size())
                .mapToObj(this::publication)
                .filter(Objects::nonNull)
                .toList();
    }

    private Traced publication(int i) {
        Applied result = applied.get(i);
        return result.publication() == null
                ? null
                : new Traced(result.publication(), understood.get(i).trace());
    }

    /** How many records the parser refused; the store's refusals are among the applied. */
    long rejected() {
        return refused.size()
                - applied.stream().filter(result -> codeOf(result) != null).count();
    }

    List<DeadLetter> deadLetters() {
        return refused;
    }

    List<Context> traces() {
        return understood.stream().map(Understood::trace).toList();
    }
}
