package dev.notificationfeed.health;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.operators.multi.processors.UnicastProcessor;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/** When one check is looked at: in its turn, and between two turns where somebody waits for what it looks at. */
final class CheckSchedule {

    private static final Duration WHILE_NEW = Duration.ofMillis(100);
    private static final Duration NEW_FOR = Duration.ofSeconds(30);
    private static final long PROMPTED = -1;

    private final UnicastProcessor<Long> prompts = UnicastProcessor.create();
    private final AtomicBoolean due = new AtomicBoolean();

    /**
     * For ever. What starts is waited for: until it is settled, and for the first while only, its turns are not enough.
     * Whoever is busy gets the latest alone.
     */
    Multi<Long> every(Duration interval, BooleanSupplier settled) {
        return Multi.createBy()
                .merging()
                .streams(ticks(interval).invoke(() -> due.set(true)), ticksWhileNew(settled), prompts)
                .onOverflow()
                .dropPreviousItems();
    }

    /** Has it looked at now. Never called twice at once. */
    void prompt() {
        prompts.onNext(PROMPTED);
    }

    /** Whether its turn has come since this was asked last. */
    boolean take() {
        return due.getAndSet(false);
    }

    private static Multi<Long> ticksWhileNew(BooleanSupplier settled) {
        return ticks(WHILE_NEW)
                .select()
                .first(NEW_FOR.dividedBy(WHILE_NEW))
                .select()
                .first(tick -> !settled.getAsBoolean());
    }

    private static Multi<Long> ticks(Duration interval) {
        return Multi.createFrom().ticks().every(interval).onOverflow().drop();
    }
}
