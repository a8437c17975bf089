package dev.notificationfeed.bench;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;

/**
 * Sends at a constant rate. Latency counts from the time at which an event was due, even if it was sent later; otherwise a
 * stall would hide waiting time (coordinated omission).
 */
record ConstantRate(int perSecond) {

    private static final long AT_MOST_NANOS = 200_000;

    /** Sends events from one number (inclusive) to another (exclusive). */
    void send(int from, int to, Deliveries deliveries, IntConsumer sender) {
        long start = System.nanoTime();
        for (int number = from; number < to; number++) {
            long due = start + (number - from) * TimeUnit.SECONDS.toNanos(1) / perSecond;
            await(due);
            deliveries.due(number, due);
            sender.accept(number);
        }
    }

    private static void await(long due) {
        for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
            LockSupport.parkNanos(Math.min(left, AT_MOST_NANOS));
        }
    }
}
