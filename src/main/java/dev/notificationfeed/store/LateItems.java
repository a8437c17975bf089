package dev.notificationfeed.store;

import static java.util.Comparator.comparing;
import static java.util.Comparator.naturalOrder;
import static java.util.Comparator.nullsLast;
import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;

import dev.notificationfeed.notification.Publication;
import dev.notificationfeed.notification.Publication.Kind;
import dev.notificationfeed.store.ChangeResult.Outcome;
import dev.notificationfeed.store.WriteGroup.Placed;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Items that come after changes of theirs: applies the kept changes by the usual rules, so that a new item is published once,
 * with the version that it has then. A change of another recipient stays kept, and so does one that the item refuses; both
 * become dead letters when their wait ends.
 */
@Singleton
final class LateItems {

    /** A withdrawal has no time and ends everything. */
    private static final Comparator<KeptDocument> IN_ORDER =
            comparing(KeptDocument::changedAt, nullsLast(naturalOrder()));

    private final KeptChanges kept;
    private final ItemUpdater updater;

    LateItems(KeptChanges kept, ItemUpdater updater) {
        this.kept = kept;
        this.updater = updater;
    }

    /**
     * One command if no change is kept for any of the items.
     *
     * @param creations stored or seen before
     * @param results the results of the batch, to be replaced
     */
    Uni<Void> applyKept(List<Placed> creations, ChangeResult[] results) {
        if (creations.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        Map<String, Placed> byItem = creations.stream()
                .collect(toMap(placed -> placed.change().id().value(), placed -> placed, (first, repeated) -> first));
        return kept.of(byItem.keySet(), recipients(creations))
                .flatMap(changes -> Multi.createFrom()
                        .iterable(changes.stream().sorted(IN_ORDER).toList())
                        .onItem()
                        .transformToUniAndConcatenate(change -> apply(change, byItem.get(change.item()), results))
                        .collect()
                        .last());
    }

    private static Set<String> recipients(List<Placed> creations) {
        return creations.stream()
                .map(placed -> placed.change().recipient().value())
                .collect(toSet());
    }

    private Uni<Void> apply(KeptDocument change, Placed item, ChangeResult[] results) {
        if (!change.recipient().equals(item.change().recipient().value())) {
            return Uni.createFrom().voidItem();
        }
        return updater.applyTo(change.change()).flatMap(applied -> {
            if (!applied.isApplied()) {
                return Uni.createFrom().voidItem();
            }
            results[item.place()] = with(results[item.place()], applied.publication());
            return kept.forget(List.of(change.id()));
        });
    }

    /** An item that is new to its recipient is created, whatever its version. */
    private static ChangeResult with(ChangeResult creation, Publication current) {
        if (current == null) {
            return creation;
        }
        boolean isNew = creation.outcome() == Outcome.STORED && current.item() != null;
        return ChangeResult.applied(
                creation.change(),
                creation.outcome(),
                isNew ? Publication.put(Kind.CREATED, current.item(), current.pendingUntil()) : current);
    }
}
