package dev.notificationfeed.stream;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** A socket in memory that a test can stall: a real one cannot be made to take exactly nothing. */
final class FakeOutlet implements Outlet {

    private final List<String> frames = new ArrayList<>();
    private final List<Promise<Void>> waiting = new ArrayList<>();
    private Consumer<Departure> gone = how -> {};
    private int writes;
    private boolean stalled;
    private boolean aborted;
    private boolean failing;
    private boolean refusing;

    List<String> frames() {
        return frames;
    }

    List<String> framesAfterReady() {
        return frames.subList(1, frames.size());
    }

    /** The number of writes; one write may contain several frames. */
    int writes() {
        return writes;
    }

    void stall() {
        stalled = true;
    }

    void flow() {
        stalled = false;
        while (!waiting.isEmpty()) {
            waiting.remove(0).complete();
        }
    }

    void close() {
        gone.accept(Departure.LEFT);
    }

    void vanish() {
        gone.accept(Departure.VANISHED);
    }

    boolean isAborted() {
        return aborted;
    }

    /** From now on, each write is a fault. */
    void fail() {
        failing = true;
    }

    /** From now on, asking it to run work is a fault. */
    void refuseWork() {
        refusing = true;
    }

    @Override
    public void run(Runnable work) {
        if (refusing) {
            throw new IllegalStateException("a fault of the outlet");
        }
        work.run();
    }

    @Override
    public Future<Void> write(Buffer bytes) {
        if (failing) {
            throw new StackOverflowError("a fault of the outlet");
        }
        writes++;
        frames.addAll(List.of(bytes.toString().split("(?<=\n\n)")));
        if (!stalled) {
            return Future.succeededFuture();
        }
        Promise<Void> taken = Promise.promise();
        waiting.add(taken);
        return taken.future();
    }

    @Override
    public void end(Buffer bytes) {
        frames.add(bytes.toString());
    }

    @Override
    public void abort() {
        aborted = true;
    }

    @Override
    public void onClosed(Consumer<Departure> handler) {
        gone = handler;
    }
}
