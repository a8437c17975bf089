package dev.notificationfeed.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;

/** Thousands of readers of event streams, on one thread that never waits for one of them. */
final class StreamReaders implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Duration BEFORE_NEXT_TRY = Duration.ofSeconds(1);
    private static final long LONGEST_WAIT_MILLIS = 20;
    private static final int BUFFER_BYTES = 256 * 1024;

    private final Selector selector = openSelector();
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
    private final Queue<Runnable> orders = new ConcurrentLinkedQueue<>();
    private final Queue<StreamReader> waiting = new ArrayDeque<>();
    private final Queue<Retry> refused = new ArrayDeque<>();
    private final List<StreamReader> members = new ArrayList<>();
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger failures = new AtomicInteger();
    private final Map<String, Integer> reasons = new ConcurrentHashMap<>();
    private final AtomicInteger broken = new AtomicInteger();
    private final Watching watching = new Watching();
    private final Thread thread = new Thread(this::run, "swarm");
    private volatile Deliveries deliveries = new Deliveries(0);
    private volatile boolean over;
    private int opening;
    private int atOnce;

    /**
     * A swarm of which nobody is connected yet.
     *
     * @param server whom it reads from
     * @param size how many there are
     * @param requests the head of each one's request, without its end
     */
    StreamReaders(InetSocketAddress server, int size, IntFunction<String> requests) {
        for (int i = 0; i < size; i++) {
            members.add(new StreamReader(server, requests.apply(i), watching));
        }
        thread.start();
    }

    /** A swarm in front of a replica, each of another recipient. */
    static StreamReaders before(Replica replica, int size, Tokens tokens) {
        return new StreamReaders(
                replica.address(),
                size,
                member -> "GET " + Replica.STREAMS + " HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n"
                        + "Authorization: Bearer " + tokens.of(member) + "\r\n");
    }

    private static Selector openSelector() {
        try {
            return Selector.open();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** From now on what comes is told to these. */
    void tell(Deliveries listener) {
        deliveries = listener;
    }

    /** Opens all of them, so many at once; all are open when this returns. */
    void open(int openingAtOnce) {
        beginToOpen(openingAtOnce);
        awaitOpen();
    }

    /** The same without waiting. */
    void beginToOpen(int openingAtOnce) {
        order(() -> {
            atOnce = openingAtOnce;
            waiting.addAll(members);
        });
    }

    void awaitOpen() {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (open() < members.size()) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException(
                        "only " + open() + " of " + members.size() + " streams open, failures: " + failures());
            }
            LockSupport.parkNanos(100_000);
        }
    }

    /** Cuts all connections, one right after the other. */
    void cut() {
        order(() -> {
            members.forEach(StreamReader::cut);
            open.set(0);
            opening = 0;
        });
        while (open() > 0) {
            LockSupport.parkNanos(100_000);
        }
    }

    /** How many have been sent their first frame and are still connected. */
    int open() {
        return open.get();
    }

    /** How often a connection could not be made, or was refused; each was tried again. */
    int failures() {
        return failures.get();
    }

    /** Why they failed, and how often each. */
    Map<String, Integer> reasons() {
        return Map.copyOf(reasons);
    }

    /** How many streams have ended that were open. */
    int broken() {
        return broken.get();
    }

    private void order(Runnable order) {
        orders.add(order);
        selector.wakeup();
    }

    private void run() {
        try {
            while (!over) {
                carryOut();
                connect();
                selector.select(key -> ((StreamReader) key.attachment()).ready(key, buffer), LONGEST_WAIT_MILLIS);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void carryOut() {
        for (var order = orders.poll(); order != null; order = orders.poll()) {
            order.run();
        }
        while (!refused.isEmpty() && refused.peek().at() <= System.nanoTime()) {
            waiting.add(refused.remove().member());
        }
    }

    private void connect() {
        while (opening < atOnce && !waiting.isEmpty()) {
            opening++;
            waiting.remove().connect(selector);
        }
    }

    @Override
    public void close() {
        over = true;
        selector.wakeup();
        try {
            thread.join();
            members.forEach(StreamReader::cut);
            selector.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private record Retry(StreamReader member, long at) {}

    private final class Watching implements StreamReader.Watcher {

        @Override
        public void opened() {
            opening--;
            open.incrementAndGet();
        }

        @Override
        public void took(int number) {
            deliveries.arrived(number, System.nanoTime());
        }

        @Override
        public void broke(StreamReader member, boolean wasOpen, String why) {
            if (wasOpen) {
                broken.incrementAndGet();
                open.decrementAndGet();
            } else {
                failures.incrementAndGet();
                reasons.merge(why, 1, Integer::sum);
                opening--;
                refused.add(new Retry(member, System.nanoTime() + BEFORE_NEXT_TRY.toNanos()));
            }
        }
    }
}
