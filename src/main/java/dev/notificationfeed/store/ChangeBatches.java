package dev.notificationfeed.store;

import dev.notificationfeed.mongodb.StoreConfig;
import dev.notificationfeed.notification.Creation;
import dev.notificationfeed.store.WriteGroup.Placed;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.Arrays;
import java.util.List;

/** Applies batches of upstream changes. */
@Singleton
final class ChangeBatches {

    private final ItemInserter inserter;
    private final ItemUpdater updater;
    private final LateItems lateItems;
    private final int concurrency;

    ChangeBatches(ItemInserter inserter, ItemUpdater updater, LateItems lateItems, StoreConfig config) {
        this.inserter = inserter;
        this.updater = updater;
        this.lateItems = lateItems;
        this.concurrency = config.concurrency();
    }

    /** One result for each change, in the order of the changes. */
    Uni<List<ChangeResult>> apply(List<Received> batch) {
        ChangeResult[] results = new ChangeResult[batch.size()];
        return Multi.createFrom()
                .iterable(WriteGroup.partition(batch))
                .onItem()
                .transformToUniAndConcatenate(group -> apply(group, results))
                .collect()
                .last()
                .map(last -> Arrays.asList(results));
    }

    private Uni<Void> apply(WriteGroup group, ChangeResult[] results) {
        return insert(group.creations(), results)
                .chain(() -> lateItems.applyKept(group.creations(), results))
                .chain(() -> update(group, results));
    }

    private Uni<Void> insert(List<Placed> creations, ChangeResult[] results) {
        return inserter.insert(creations.stream()
                        .map(placed -> (Creation) placed.change())
                        .toList())
                .invoke(applied -> {
                    for (int i = 0; i < applied.size(); i++) {
                        results[creations.get(i).place()] = applied.get(i);
                    }
                })
                .replaceWithVoid();
    }

    private Uni<Void> update(WriteGroup group, ChangeResult[] results) {
        return Multi.createFrom()
                .iterable(group.updates())
                .onItem()
                .transformToUni(ofOneRecipient -> updateInOrder(ofOneRecipient, results))
                .merge(concurrency)
                .collect()
                .last();
    }

    private Uni<Void> updateInOrder(List<Placed> ofOneRecipient, ChangeResult[] results) {
        return Multi.createFrom()
                .iterable(ofOneRecipient)
                .onItem()
                .transformToUniAndConcatenate(
                        placed -> updater.apply(placed.received()).invoke(applied -> results[placed.place()] = applied))
                .collect()
                .last()
                .replaceWithVoid();
    }
}
