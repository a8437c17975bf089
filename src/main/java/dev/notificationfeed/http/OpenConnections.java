package dev.notificationfeed.http;

import jakarta.inject.Singleton;
import java.util.concurrent.atomic.AtomicInteger;

/** The number of callers' connections that this replica has open; the connection limit applies to it. */
@Singleton
class OpenConnections {

    private final AtomicInteger count = new AtomicInteger();

    /** Counts a connection that was accepted, and returns the new number. */
    int add() {
        return count.incrementAndGet();
    }

    void remove() {
        count.decrementAndGet();
    }

    int count() {
        return count.get();
    }
}
