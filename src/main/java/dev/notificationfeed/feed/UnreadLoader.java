package dev.notificationfeed.feed;

import dev.notificationfeed.notification.NotificationId;
import dev.notificationfeed.notification.Recipient;
import dev.notificationfeed.store.NotificationStore;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** Reads unread ids from the store: one command at a time, for all the recipients that came to wait meanwhile. */
@ApplicationScoped
class UnreadLoader {

    private static final int RECIPIENTS_PER_COMMAND = 1_000;

    private final Function<Collection<Recipient>, Uni<Map<Recipient, Map<NotificationId, Long>>>> store;
    private final Map<Recipient, CompletableFuture<Map<NotificationId, Long>>> waiting = new LinkedHashMap<>();
    private boolean asking;

    @Inject
    UnreadLoader(NotificationStore store) {
        this(store::unread);
    }

    UnreadLoader(Function<Collection<Recipient>, Uni<Map<Recipient, Map<NotificationId, Long>>>> store) {
        this.store = store;
    }

    /** The unread ids of a recipient, read after this call; fails when the store does. Whoever cancels cancels for itself alone. */
    Uni<Map<NotificationId, Long>> load(Recipient recipient) {
        return Uni.createFrom().completionStage(() -> enqueue(recipient).copy());
    }

    private CompletableFuture<Map<NotificationId, Long>> enqueue(Recipient recipient) {
        CompletableFuture<Map<NotificationId, Long>> answer;
        synchronized (this) {
            answer = waiting.computeIfAbsent(recipient, r -> new CompletableFuture<>());
        }
        askNext();
        return answer;
    }

    private void askNext() {
        Map<Recipient, CompletableFuture<Map<NotificationId, Long>>> asked = takeNext();
        if (asked.isEmpty()) {
            return;
        }
        store.apply(Set.copyOf(asked.keySet()))
                .onTermination()
                .invoke(this::answered)
                .subscribe()
                .with(
                        unread -> asked.forEach((recipient, answer) -> answer.complete(unread.get(recipient))),
                        failure -> asked.values().forEach(answer -> answer.completeExceptionally(failure)));
    }

    private synchronized Map<Recipient, CompletableFuture<Map<NotificationId, Long>>> takeNext() {
        Map<Recipient, CompletableFuture<Map<NotificationId, Long>>> taken = new LinkedHashMap<>();
        if (asking) {
            return taken;
        }
        Iterator<Map.Entry<Recipient, CompletableFuture<Map<NotificationId, Long>>>> queue =
                waiting.entrySet().iterator();
        while (queue.hasNext() && taken.size() < RECIPIENTS_PER_COMMAND) {
            Map.Entry<Recipient, CompletableFuture<Map<NotificationId, Long>>> next = queue.next();
            taken.put(next.getKey(), next.getValue());
            queue.remove();
        }
        asking = !taken.isEmpty();
        return taken;
    }

    private void answered() {
        synchronized (this) {
            asking = false;
        }
        askNext();
    }
}
