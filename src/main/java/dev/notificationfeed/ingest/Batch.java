package dev.notificationfeed.ingest;

import dev.notificationfeed.event.RejectionCode;
import dev.notificationfeed.feed.FeedPublisher.Traced;
import dev.notificationfeed.notification.Change;
import dev.notificationfeed.notification.Publication;
import dev.notificationfeed.store.ChangeResult;
import io.opentelemetry.context.Context;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * The records of one poll on their way: those that were understood, in the order of their topic, and those that were
 * refused. Used by one thread at a time.
 */
final class Batch {

    /** A record that was understood. */
    record Understood(ConsumerRecord<byte[], byte[]> record, Change change, Context trace) {}

    /** What readers must be told because of a record. */
    private record Owed(Understood event, Publication publication) {}

    private final List<Understood> understood = new ArrayList<>();
    private final List<DeadLetter> refused = new ArrayList<>();
    private List<ChangeResult> applied = List.of();
    private List<Owed> owed = List.of();

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
    void applied(List<ChangeResult> results) {
        applied = results;
        owed = owed(understood, results);
        IntStream.range(0, results.size()).forEach(i -> refuse(understood.get(i), results.get(i)));
    }

    /** The changes that readers must be told of. */
    List<Change> owedChanges() {
        return owed.stream().map(one -> one.event().change()).toList();
    }

    /** What became of those when they were applied again: what readers must be told is what is true now. */
    void appliedAgain(List<ChangeResult> results) {
        owed = owed(owed.stream().map(Owed::event).toList(), results);
    }

    private static List<Owed> owed(List<Understood> events, List<ChangeResult> results) {
        return IntStream.range(0, results.size())
                .filter(i -> results.get(i).publication() != null)
                .mapToObj(i -> new Owed(events.get(i), results.get(i).publication()))
                .toList();
    }

    private void refuse(Understood event, ChangeResult result) {
        RejectionCode code = codeOf(result);
        if (code != null) {
            refused(event.record(), code, result.detail());
        }
    }

    private static RejectionCode codeOf(ChangeResult result) {
        return switch (result.outcome()) {
            case UNKNOWN_NOTIFICATION -> RejectionCode.UNKNOWN_NOTIFICATION;
            case STATUS_NOT_ALLOWED -> RejectionCode.STATUS_NOT_ALLOWED;
            case STORE_REFUSED -> RejectionCode.STORE_REFUSED;
            case STORED, CHANGED, UNCHANGED, OUTDATED, SEEN_BEFORE -> null;
        };
    }

    List<ChangeResult> applied() {
        return applied;
    }

    /** What the feed must be told, each in the trace of its record. */
    List<Traced> publications() {
        return owed.stream()
                .map(one -> new Traced(one.publication(), one.event().trace()))
                .toList();
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
