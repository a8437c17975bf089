package dev.notificationfeed.http;

import jakarta.inject.Singleton;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Callers' connections that this replica has open: their number, to which the limit applies, and their end at shutdown. */
@Singleton
class OpenConnections {

    private final AtomicInteger count = new AtomicInteger();
    private final Set<Connection> http2 = ConcurrentHashMap.newKeySet();
    private volatile boolean closing;

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

    void addHttp2(Connection connection) {
        http2.add(connection);
        if (closing) {
            connection.goAway();
        }
    }

    void removeHttp2(Connection connection) {
        http2.remove(connection);
    }

    /**
     * From now on an HTTP/1 connection closes after its next answer, which says so. HTTP/2 connections are told at once, and
     * close after their last answer.
     */
    void closeAfterAnswers() {
        closing = true;
        http2.forEach(Connection::goAway);
    }

    boolean areClosing() {
        return closing;
    }
}
