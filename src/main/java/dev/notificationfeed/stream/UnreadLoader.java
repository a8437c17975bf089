package dev.notificationfeed.stream;

import dev.notificationfeed.notification.NotificationId;
import dev.notificationfeed.notification.Recipient;
import dev.notificationfeed.store.NotificationStore;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** Reads unread ids from the store, one command at a time. A command asks for all recipients that wait for one. */
@ApplicationScoped
class UnreadLoader {

    /** Bounds the time of a command, because opening a stream waits for it. */
    private static final int RECIPIENTS_PER_COMMAND = 250;

    /** Time between two commands while several recipients wait, so that 10,000 streams do not cause as many commands. */
    private static final Duration GATHERING = Duration.ofMillis(100);

    private final Function<Collection<Recipient>, Uni<Map<Recipient, Map<NotificationId, Long>>>> store;
    private final Map<Recipient, CompletableFuture<Map<NotificationId, Long>>> waiting = new LinkedHashMap<>();
    private boolean asking;
    private boolean gathering;
    private long lastAskedAt = System.nanoTime() - GATHERING.toNanos();

    /** Runs the commands. Answers arrive on the thread that asked; on a caller's event loop they would wait behind its other work. */
    private final Executor asker;

    @Inject
    UnreadLoader(NotificationStore store) {
        this(store::unread, Executors.newSingleThreadExecutor(UnreadLoader::thread));
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "unread-loader");
        thread.setDaemon(true);
        return thread;
    }

    /** @param asker runs each command to the store */
    UnreadLoader(
            Function<Collection<Recipient>, Uni<Map<Recipient, Map<NotificationId, Long>>>> store, Executor asker) {
        this.store = store;
        this.asker = asker;
    }

    @PreDestroy
    void stop() {
        if (asker instanceof ExecutorService own) {
            own.shutdown();
        }
    }

    /** The unread ids of a recipient with their versions, read after this call; fails as the store does. Callers can cancel independently. */
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

    /** Asks at once for a single recipient; several wait for a moment, so that one command asks for all of them. */
    private void askNext() {
        long wait = gather();
        if (wait > 0) {
            CompletableFuture.delayedExecutor(wait, TimeUnit.NANOSECONDS, asker).execute(this::gathered);
        } else if (wait == 0) {
            ask();
        }
    }

    /** The time to wait before the next command in ns; -1 if none is needed, or if one is running or scheduled. */
    private synchronized long gather() {
        if (asking || gathering || waiting.isEmpty()) {
            return -1;
        }
        long wait = lastAskedAt + GATHERING.toNanos() - System.nanoTime();
        gathering = wait > 0 && waiting.size() > 1 && waiting.size() < RECIPIENTS_PER_COMMAND;
        return gathering ? wait : 0;
    }

    private void gathered() {
        synchronized (this) {
            gathering = false;
        }
        ask();
    }

    private void ask() {
        Map<Recipient, CompletableFuture<Map<NotificationId, Long>>> asked = takeNext();
        if (asked.isEmpty()) {
            return;
        }
        Uni.createFrom()
                .deferred(() -> store.apply(Set.copyOf(asked.keySet())))
                .runSubscriptionOn(asker)
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
        lastAskedAt = asking ? System.nanoTime() : lastAskedAt;
        return taken;
    }

    private void answered() {
        synchronized (this) {
            asking = false;
        }
        askNext();
    }
}
