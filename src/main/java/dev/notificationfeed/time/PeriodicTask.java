package dev.notificationfeed.time;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * A background task that runs again and again until it is stopped. It never runs twice at once: a tick that comes during a
 * run is dropped. A run that fails is a fault: it is counted, logged once, and does not end the task.
 */
public final class PeriodicTask {

    private final Cancellable ticking;

    private PeriodicTask(Cancellable ticking) {
        this.ticking = ticking;
    }

    /** A task that never ran, for a field that is set at startup. */
    public static PeriodicTask none() {
        return new PeriodicTask(() -> {});
    }

    /**
     * Starts a task whose first run is now.
     *
     * @param name names the task in the log
     * @param interval time from the start of one run to the start of the next
     * @param run begins a run; it handles the failures that it expects
     */
    public static PeriodicTask start(String name, Duration interval, Supplier<? extends Uni<?>> run) {
        return run(name, Multi.createFrom().ticks().every(interval), run);
    }

    /** The same, with the first run after one interval. */
    public static PeriodicTask startLater(String name, Duration interval, Supplier<? extends Uni<?>> run) {
        return run(name, Multi.createFrom().ticks().startingAfter(interval).every(interval), run);
    }

    private static PeriodicTask run(String name, Multi<Long> ticks, Supplier<? extends Uni<?>> run) {
        Faults faults = new Faults(name);
        return new PeriodicTask(ticks.onOverflow()
                .drop()
                .onItem()
                .transformToUniAndConcatenate(tick -> guarded(faults, run))
                .subscribe()
                .with(done -> {}));
    }

    private static Uni<Void> guarded(Faults faults, Supplier<? extends Uni<?>> run) {
        return Uni.createFrom()
                .<Object>deferred(() -> run.get().onItem().castTo(Object.class))
                .onFailure()
                .invoke(faults::caught)
                .onFailure()
                .recoverWithNull()
                .replaceWithVoid();
    }

    /** Ends the task; a run that is under way is cancelled. */
    public void stop() {
        ticking.cancel();
    }
}
