package dev.notificationfeed.health;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.operators.multi.processors.UnicastProcessor;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/** The times of one check: regular ones, and extra ones while a new process waits for the dependency. */
final class CheckSchedule {

    private static final Duration STARTUP_INTERVAL = Duration.ofMillis(100);
    private static final Duration STARTUP = Duration.ofSeconds(30);
    private static final long EXTRA = -1;

    private final UnicastProcessor<Long> extra = UnicastProcessor.create();
    private final AtomicBoolean regularDue = new AtomicBoolean();

    /**
     * An endless stream of ticks. For the first 30 seconds there are extra ticks every 100 ms until {@code settled} is true. A
     * slow subscriber gets only the latest tick.
     */
    Multi<Long> ticks(Duration interval, BooleanSupplier settled) {
        return Multi.createBy()
                .merging()
                .streams(every(interval).invoke(() -> regularDue.set(true)), startupTicks(settled), extra)
                .onOverflow()
                .dropPreviousItems();
    }

    /** Requests an extra check now. Never called twice at once. */
    void checkNow() {
        extra.onNext(EXTRA);
    }

    /** Whether a regular check has become due since the last call. */
    boolean takeRegular() {
        return regularDue.getAndSet(false);
    }

    private static Multi<Long> startupTicks(BooleanSupplier settled) {
        return every(STARTUP_INTERVAL)
                .select()
                .first(STARTUP.dividedBy(STARTUP_INTERVAL))
                .select()
                .first(tick -> !settled.getAsBoolean());
    }

    private static Multi<Long> every(Duration interval) {
        return Multi.createFrom().ticks().every(interval).onOverflow().drop();
    }
}
