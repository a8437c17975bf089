package dev.notificationfeed.bench;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/** Per event number: the time at which it was due to be sent, and the time at which it arrived. */
final class Deliveries {

    private static final long HIGHEST_MICROS = 600_000_000;
    private static final int DIGITS = 3;
    private static final long POLL_INTERVAL_NANOS = 1_000_000;

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

    /** Notes when an event is due to be sent, as {@link System#nanoTime}. */
    void due(int number, long nanos) {
        due.set(number, nanos);
    }

    /** Notes an arrival; a second arrival of the same number counts as a duplicate. */
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

    /** Waits until everything has arrived or the timeout is over; returns how many are missing. */
    int awaitAll(Duration patience) {
        long end = System.nanoTime() + patience.toNanos();
        while (arrivals() < size() && System.nanoTime() < end) {
            LockSupport.parkNanos(POLL_INTERVAL_NANOS);
        }
        return size() - arrivals();
    }

    /** The latencies from due to arrived, in microseconds, of the events from a number on. */
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
