package dev.notificationfeed.stream;

import dev.notificationfeed.notification.Recipient;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** A queue of recipients for whom the store is asked, one command at a time. A command asks for all that wait for one. */
final class UnreadLane {

    /** Time between two commands while several recipients wait, so that 10,000 streams do not cause as many commands. */
    private static final Duration GATHERING = Duration.ofMillis(100);

    private final Map<Recipient, CompletableFuture<StoredUnread>> urgent = new LinkedHashMap<>();
    private final Map<Recipient, CompletableFuture<StoredUnread>> later = new LinkedHashMap<>();
    private final Function<Map<Recipient, CompletableFuture<StoredUnread>>, Uni<?>> command;
    private final Executor asker;
    private final int maxPerCommand;
    private int perCommand;
    private boolean asking;
    private boolean gathering;
    private long lastAskedAt = System.nanoTime() - GATHERING.toNanos();

    /**
     * @param command asks the store for these recipients and answers them
     * @param asker runs the commands
     */
    UnreadLane(
            int maxPerCommand,
            Function<Map<Recipient, CompletableFuture<StoredUnread>>, Uni<?>> command,
            Executor asker) {
        this.maxPerCommand = maxPerCommand;
        this.perCommand = maxPerCommand;
        this.command = command;
        this.asker = asker;
    }

    /** The answer for a recipient that a stream waits for, read after this call. */
    CompletableFuture<StoredUnread> add(Recipient recipient) {
        CompletableFuture<StoredUnread> answer;
        synchronized (this) {
            answer = urgent.computeIfAbsent(recipient, r -> new CompletableFuture<>());
        }
        askNext();
        return answer;
    }

    /** The same for a recipient that no stream waits for: asked for after the others, and after {@link #askNext}. */
    synchronized CompletableFuture<StoredUnread> addLater(Recipient recipient) {
        return later.computeIfAbsent(recipient, r -> new CompletableFuture<>());
    }

    /** Asks again for recipients whose answers another command could not give. */
    void addAgain(Map<Recipient, CompletableFuture<StoredUnread>> unanswered) {
        unanswered.forEach((recipient, answer) -> add(recipient).whenComplete((stored, failure) -> {
            if (failure == null) {
                answer.complete(stored);
            } else {
                answer.completeExceptionally(failure);
            }
        }));
    }

    /** The next commands ask for at most half as many recipients as the last one asked for. */
    synchronized void askForFewerThan(int recipients) {
        perCommand = Math.max(1, recipients / 2);
    }

    /** The next commands may ask for more recipients. */
    synchronized void askForMore() {
        perCommand = Math.min(maxPerCommand, perCommand * 2);
    }

    /** Asks at once for a single recipient; several wait for a moment, so that one command asks for all of them. */
    void askNext() {
        long wait = gather();
        if (wait > 0) {
            CompletableFuture.delayedExecutor(wait, TimeUnit.NANOSECONDS, asker).execute(this::gathered);
        } else if (wait == 0) {
            ask();
        }
    }

    /** The time to wait before the next command in ns; -1 if none is needed, or if one is running or scheduled. */
    private synchronized long gather() {
        if (asking || gathering || urgent.isEmpty() && later.isEmpty()) {
            return -1;
        }
        long wait = lastAskedAt + GATHERING.toNanos() - System.nanoTime();
        gathering = wait > 0 && urgent.size() > 1 && urgent.size() < perCommand;
        return gathering ? wait : 0;
    }

    private void gathered() {
        synchronized (this) {
            gathering = false;
        }
        ask();
    }

    private void ask() {
        Map<Recipient, CompletableFuture<StoredUnread>> asked = takeNext();
        if (!asked.isEmpty()) {
            Uni.createFrom()
                    .deferred(() -> command.apply(asked))
                    .runSubscriptionOn(asker)
                    .onTermination()
                    .invoke(this::answered)
                    .subscribe()
                    .with(
                            done -> {},
                            failure -> asked.values().forEach(answer -> answer.completeExceptionally(failure)));
        }
    }

    private synchronized Map<Recipient, CompletableFuture<StoredUnread>> takeNext() {
        Map<Recipient, CompletableFuture<StoredUnread>> taken = new LinkedHashMap<>();
        if (asking) {
            return taken;
        }
        Iterator<Map.Entry<Recipient, CompletableFuture<StoredUnread>>> queue =
                (urgent.isEmpty() ? later : urgent).entrySet().iterator();
        while (queue.hasNext() && taken.size() < perCommand) {
            Map.Entry<Recipient, CompletableFuture<StoredUnread>> next = queue.next();
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
