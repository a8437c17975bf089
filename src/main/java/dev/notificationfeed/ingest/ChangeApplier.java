package dev.notificationfeed.ingest;

import dev.notificationfeed.mongodb.StoreUnavailableException;
import dev.notificationfeed.store.ChangeResult;
import dev.notificationfeed.store.NotificationStore;
import dev.notificationfeed.store.Received;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;
import org.jboss.logging.Logger;

/** Applies the changes of a batch to the store, and isolates a change on which the store's own code fails. */
@Singleton
class ChangeApplier {

    private static final Logger LOG = Logger.getLogger(ChangeApplier.class);
    private static final int ATTEMPTS_PER_CHANGE = 3;

    private final NotificationStore store;

    ChangeApplier(NotificationStore store) {
        this.store = store;
    }

    /** Returns one result for each change, in their order. Fails with {@link StoreUnavailableException} while MongoDB is away. */
    Uni<List<ChangeResult>> apply(List<Received> changes) {
        if (changes.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        return store.apply(changes).onFailure(ChangeApplier::isFault).recoverWithUni(fault -> {
            LOG.error("the store failed on a batch, applying its changes one by one", fault);
            return applyOneByOne(changes);
        });
    }

    /** One bad change must not hold up the others. */
    private Uni<List<ChangeResult>> applyOneByOne(List<Received> changes) {
        return Multi.createFrom()
                .iterable(changes)
                .onItem()
                .transformToUniAndConcatenate(this::applyAlone)
                .collect()
                .asList();
    }

    private Uni<ChangeResult> applyAlone(Received received) {
        return store.apply(List.of(received))
                .map(results -> results.get(0))
                .onFailure(ChangeApplier::isFault)
                .retry()
                .atMost(ATTEMPTS_PER_CHANGE - 1)
                .onFailure(ChangeApplier::isFault)
                .recoverWithItem(() -> new ChangeResult(
                        received.change(),
                        ChangeResult.Outcome.STORE_REFUSED,
                        null,
                        "the service failed to store the event, which is a fault of the service and not of the event"));
    }

    private static boolean isFault(Throwable failure) {
        return !(failure instanceof StoreUnavailableException);
    }
}
