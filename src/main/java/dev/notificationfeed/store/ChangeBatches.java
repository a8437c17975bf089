package dev.notificationfeed.store;

import dev.notificationfeed.mongodb.StoreConfig;
import dev.notificationfeed.notification.Change;
import dev.notificationfeed.notification.Creation;
import dev.notificationfeed.store.WriteGroup.Placed;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.Arrays;
import java.util.List;

/** Applies upstream changes, many at a time. */
@Singleton
final class ChangeBatches {

    private final ItemInserter insertion;
    private final ItemUpdater alteration;
    private final int concurrency;

    ChangeBatches(ItemInserter insertion, ItemUpdater alteration, StoreConfig config) {
        this.insertion = insertion;
        this.alteration = alteration;
        this.concurrency = config.concurrency();
    }

    /** One result for each change, in the order of the changes. */
    Uni<List<ChangeResult>> apply(List<? extends Change> batch) {
        ChangeResult[] results = new ChangeResult[batch.size()];
        return Multi.createFrom()
                .iterable(WriteGroup.split(batch))
                .onItem()
                .transformToUniAndConcatenate(wave -> apply(wave, results))
                .collect()
                .last()
                .map(last -> Arrays.asList(results));
    }

    private Uni<Void> apply(WriteGroup wave, ChangeResult[] results) {
        return insert(wave.creations(), results).chain(() -> alter(wave, results));
    }

    private Uni<Void> insert(List<Placed<Creation>> creations, ChangeResult[] results) {
        return insertion
                .insert(creations.stream().map(Placed::change).toList())
                .invoke(applied -> {
                    for (int i = 0; i < applied.size(); i++) {
                        results[creations.get(i).place()] = applied.get(i);
                    }
                })
                .replaceWithVoid();
    }

    private Uni<Void> alter(WriteGroup wave, ChangeResult[] results) {
        return Multi.createFrom()
                .iterable(wave.alterations())
                .onItem()
                .transformToUni(ofOneRecipient -> alterInOrder(ofOneRecipient, results))
                .merge(concurrency)
                .collect()
                .last();
    }

    private Uni<Void> alterInOrder(List<Placed<Change>> ofOneRecipient, ChangeResult[] results) {
        return Multi.createFrom()
                .iterable(ofOneRecipient)
                .onItem()
                .transformToUniAndConcatenate(placed ->
                        alteration.apply(placed.change()).invoke(applied -> results[placed.place()] = applied))
                .collect()
                .last()
                .replaceWithVoid();
    }
}
