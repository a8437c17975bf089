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

/** Thousands of event stream clients on one non-blocking thread. */
final class StreamReaders implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Duration BEFORE_NEXT_TRY = Duration.ofSeconds(1);
    private static final long LONGEST_WAIT_MILLIS = 20;
    private static final int BUFFER_BYTES = 256 * 1024;

    private final Selector selector = openSelector();
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final Queue<StreamReader> waiting = new ArrayDeque<>();
    private final Queue<Retry> refused = new ArrayDeque<>();
    private final List<StreamReader> all = new ArrayList<>();
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger failures = new AtomicInteger();
    private final Map<String, Integer> reasons = new ConcurrentHashMap<>();
    private final AtomicInteger broken = new AtomicInteger();
    private final Watching watching = new Watching();
    private final Thread thread = new Thread(this::run, "stream-readers");
    private volatile Deliveries deliveries = new Deliveries(0);
    private volatile boolean over;
    private int opening;
    private int atOnce;

    /**
     * Creates readers that are not connected yet.
     *
     * @param server the server to connect to
     * @param size the number of readers
     * @param requests the request head of each reader, without the empty line at its end
     */
    StreamReaders(InetSocketAddress server, int size, IntFunction<String> requests) {
        for (int i = 0; i < size; i++) {
            all.add(new StreamReader(server, requests.apply(i), watching));
        }
        thread.start();
    }

    /** Readers of a replica, one per recipient. */
    static StreamReaders before(Replica replica, int size, Tokens tokens) {
        return new StreamReaders(
                replica.address(),
                size,
                reader -> "GET " + Replica.STREAMS + " HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n"
                        + "Authorization: Bearer " + tokens.of(reader) + "\r\n");
    }

    private static Selector openSelector() {
        try {
            return Selector.open();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sets where arrivals are noted from now on. */
    void report(Deliveries listener) {
        deliveries = listener;
    }

    /** Opens all streams, with a limit on concurrent attempts; returns when all are open. */
    void open(int openingAtOnce) {
        beginToOpen(openingAtOnce);
        awaitOpen();
    }

    /** Starts to open all streams, without waiting. */
    void beginToOpen(int openingAtOnce) {
        submit(() -> {
            atOnce = openingAtOnce;
            waiting.addAll(all);
        });
    }

    void awaitOpen() {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (open() < all.size()) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException(
                        "only " + open() + " of " + all.size() + " streams open, failures: " + failures());
            }
            LockSupport.parkNanos(100_000);
        }
    }

    /** Cuts all connections. */
    void cut() {
        submit(() -> {
            all.forEach(StreamReader::cut);
            open.set(0);
            opening = 0;
        });
        while (open() > 0) {
            LockSupport.parkNanos(100_000);
        }
    }

    /** The number of streams that received their first frame and are still connected. */
    int open() {
        return open.get();
    }

    /** The number of failed or refused connection attempts; each was retried. */
    int failures() {
        return failures.get();
    }

    /** The reasons of failures with their counts. */
    Map<String, Integer> reasons() {
        return Map.copyOf(reasons);
    }

    /** The number of open streams that ended. */
    int broken() {
        return broken.get();
    }

    private void submit(Runnable task) {
        tasks.add(task);
        selector.wakeup();
    }

    private void run() {
        try {
            while (!over) {
                runTasks();
                connect();
                selector.select(key -> ((StreamReader) key.attachment()).ready(key, buffer), LONGEST_WAIT_MILLIS);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void runTasks() {
        for (var task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
        while (!refused.isEmpty() && refused.peek().at() <= System.nanoTime()) {
            waiting.add(refused.remove().reader());
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
            all.forEach(StreamReader::cut);
            selector.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private record Retry(StreamReader reader, long at) {}

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
        public void broke(StreamReader reader, boolean wasOpen, String why) {
            if (wasOpen) {
                broken.incrementAndGet();
                open.decrementAndGet();
            } else {
                failures.incrementAndGet();
                reasons.merge(why, 1, Integer::sum);
                opening--;
                refused.add(new Retry(reader, System.nanoTime() + BEFORE_NEXT_TRY.toNanos()));
            }
        }
    }
}
