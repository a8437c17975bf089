package dev.notificationfeed.store;

import static java.util.stream.Collectors.toSet;

import dev.notificationfeed.store.ChangeResult.Outcome;
import dev.notificationfeed.store.ErasureRecords.Erased;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Leaves events out that were published before their recipient was erased. An erasure writes its record before it erases, so
 * the second look after the writes finds each erasure that could have missed them.
 */
@Singleton
final class ErasedEvents {

    private static final Set<Outcome> NEWLY_WRITTEN = Set.of(Outcome.STORED, Outcome.EARLY);

    private final ErasureRecords records;
    private final Erasure erasure;
    private final ChangeBatches batches;

    ErasedEvents(ErasureRecords records, Erasure erasure, ChangeBatches batches) {
        this.records = records;
        this.erasure = erasure;
        this.batches = batches;
    }

    /**
     * One result for each change, in the order of the changes. An earlier attempt may have written what the first look covers,
     * and have ended before its second look.
     */
    Uni<List<ChangeResult>> apply(List<Received> batch) {
        return among(batch).flatMap(erased -> {
            List<Received> rest =
                    batch.stream().filter(received -> !erased.covers(received)).toList();
            return eraseCovered(batch, erased)
                    .chain(() -> batches.apply(rest))
                    .flatMap(results -> eraseNewlyWritten(rest, results))
                    .map(results -> withErased(batch, erased, results));
        });
    }

    private Uni<Void> eraseCovered(List<Received> changes, Erased erased) {
        return erasure.eraseLate(changes.stream().filter(erased::covers).toList());
    }

    private Uni<Erased> among(List<Received> batch) {
        return records.among(
                batch.stream().map(received -> received.change().recipient()).collect(toSet()));
    }

    private Uni<List<ChangeResult>> eraseNewlyWritten(List<Received> batch, List<ChangeResult> results) {
        List<Received> written = IntStream.range(0, batch.size())
                .filter(i -> NEWLY_WRITTEN.contains(results.get(i).outcome()))
                .mapToObj(batch::get)
                .toList();
        return among(written)
                .flatMap(erased ->
                        eraseCovered(written, erased).replaceWith(() -> withoutErased(batch, erased, results)));
    }

    private static List<ChangeResult> withoutErased(List<Received> batch, Erased erased, List<ChangeResult> results) {
        return IntStream.range(0, batch.size())
                .mapToObj(i -> erased.covers(batch.get(i)) ? erased(batch.get(i)) : results.get(i))
                .toList();
    }

    private static List<ChangeResult> withErased(List<Received> batch, Erased erased, List<ChangeResult> results) {
        List<ChangeResult> all = new ArrayList<>(batch.size());
        Iterator<ChangeResult> next = results.iterator();
        batch.forEach(received -> all.add(erased.covers(received) ? erased(received) : next.next()));
        return all;
    }

    private static ChangeResult erased(Received received) {
        return ChangeResult.applied(received.change(), Outcome.ERASED, null);
    }
}
