package dev.notificationfeed.bench;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/** What was sent, by number: when it was due to be sent, and when it arrived. */
final class Deliveries {

    private static final long HIGHEST_MICROS = 600_000_000;
    private static final int DIGITS = 3;
    private static final long LOOK_NANOS = 1_000_000;

    private final AtomicLongArray due;
    private final AtomicLongArray arrived;
    private final AtomicInteger arrivals = new AtomicInteger();
    private final AtomicInteger again = new AtomicInteger();

    Deliveries(int size) {
        due = new AtomicLongArray(size);
        arrived = new AtomicLongArray(size);
    }

    int size() {
        return due.length();
    }

    /** Something is due to be sent at a time, as {@link System#nanoTime}. */
    void due(int number, long nanos) {
        due.set(number, nanos);
    }

    /** Something has arrived; what arrives again counts as a duplicate. */
    void arrived(int number, long nanos) {
        if (number < size() && arrived.compareAndSet(number, 0, nanos)) {
            arrivals.incrementAndGet();
        } else {
            again.incrementAndGet();
        }
    }

    int arrivals() {
        return arrivals.get();
    }

    int duplicates() {
        return again.get();
    }

    /** Waits until all of it has arrived, or the time is over; returns how much is missing. */
    int awaitAll(Duration patience) {
        long end = System.nanoTime() + patience.toNanos();
        while (arrivals() < size() && System.nanoTime() < end) {
            LockSupport.parkNanos(LOOK_NANOS);
        }
        return size() - arrivals();
    }

    /** From the time that each was due until it arrived, in microseconds, of those from a number on. */
    Histogram latencies(int from) {
        var latencies = new Histogram(HIGHEST_MICROS, DIGITS);
        for (int number = from; number < size(); number++) {
            if (arrived.get(number) != 0) {
                latencies.recordValue(Math.max(0, arrived.get(number) - due.get(number)) / 1_000);
            }
        }
        return latencies;
    }
}
