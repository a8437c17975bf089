package dev.notificationfeed.store;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Lets a number of calls run at the same time for each key. Further ones wait in order, up to a number; beyond it they are
 * refused. A call that has started runs to its end also when its caller has left, because MongoDB works on it until then. A
 * key without calls costs no memory.
 *
 * <pre>
 *   call ──► running ──ends──► the next one that waits, if any
 *     └────► waiting ──the caller leaves──► forgotten
 *     └────► refused
 * </pre>
 */
final class CallLimit<K> {

    private final int running;
    private final int waiting;
    private final Map<K, Calls> active = new HashMap<>();

    private static final class Calls {
        private int running;
        private final Set<Call<?>> waiting = new LinkedHashSet<>();
    }

    /** @param left completes when the caller waits no more */
    private record Call<T>(
            Function<CompletableFuture<Void>, ? extends Uni<? extends T>> body,
            UniEmitter<? super T> caller,
            CompletableFuture<Void> left) {

        /** Each call is itself, whatever its parts are. */
        @Override
        public boolean equals(Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(this);
        }
    }

    /**
     * @param running the number of calls that run at the same time for one key
     * @param waiting the number of calls that wait for one key
     */
    CallLimit(int running, int waiting) {
        this.running = running;
        this.waiting = waiting;
    }

    /** Runs a call when its turn comes; fails with {@link TooManyCallsException} if too many wait already. */
    <T> Uni<T> run(K key, Supplier<? extends Uni<? extends T>> body) {
        return run(key, left -> body.get(), new CompletableFuture<>());
    }

    /** Runs a call that then waits at another limit too, where it is also forgotten when its caller leaves. */
    <T, L> Uni<T> run(K key, CallLimit<L> other, L otherKey, Supplier<? extends Uni<? extends T>> body) {
        return run(key, left -> other.run(otherKey, unused -> body.get(), left), new CompletableFuture<>());
    }

    private <T> Uni<T> run(
            K key,
            Function<CompletableFuture<Void>, ? extends Uni<? extends T>> body,
            CompletableFuture<Void> callerLeft) {
        return Uni.createFrom().emitter(caller -> {
            Call<T> call = new Call<>(body, caller, new CompletableFuture<>());
            Place place = enter(key, call);
            caller.onTermination(() -> {
                forget(key, call);
                call.left().complete(null);
            });
            switch (place) {
                case RUNNING -> start(key, call);
                case WAITING -> callerLeft.thenRun(() -> abandon(key, call));
                case REFUSED -> caller.fail(new TooManyCallsException());
            }
        });
    }

    private enum Place {
        RUNNING,
        WAITING,
        REFUSED
    }

    private synchronized Place enter(K key, Call<?> call) {
        Calls calls = active.computeIfAbsent(key, absent -> new Calls());
        if (calls.running < running) {
            calls.running++;
            return Place.RUNNING;
        }
        return calls.waiting.size() < waiting && calls.waiting.add(call) ? Place.WAITING : Place.REFUSED;
    }

    private <T> void start(K key, Call<T> call) {
        Uni.createFrom()
                .<T>deferred(() -> call.body().apply(call.left()))
                .onTermination()
                .invoke(() -> leave(key))
                .subscribe()
                .with(call.caller()::complete, call.caller()::fail);
    }

    private void leave(K key) {
        Call<?> next = next(key);
        if (next != null) {
            // On another thread: a thousand calls that fail at once would nest as many calls here.
            Infrastructure.getDefaultExecutor().execute(() -> start(key, next));
        }
    }

    /** The next call takes the place of the one that ended; null if none waits. */
    private synchronized Call<?> next(K key) {
        Calls calls = active.get(key);
        if (!calls.waiting.isEmpty()) {
            Call<?> next = calls.waiting.iterator().next();
            calls.waiting.remove(next);
            return next;
        }
        calls.running--;
        if (calls.running == 0) {
            active.remove(key);
        }
        return null;
    }

    /** Ends a call that still waits. */
    private void abandon(K key, Call<?> call) {
        if (forget(key, call)) {
            call.caller().fail(new CancellationException("the caller has left"));
        }
    }

    /** Whether the call was waiting. */
    private synchronized boolean forget(K key, Call<?> call) {
        Calls calls = active.get(key);
        return calls != null && calls.waiting.remove(call);
    }

    /** The number of keys that have calls. */
    synchronized int keys() {
        return active.size();
    }
}
