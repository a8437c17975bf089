package dev.notificationfeed.feed;

import io.vertx.core.buffer.Buffer;
import java.time.Duration;

/** How much has been handed to a socket that it has not taken yet. Written on the outlet's context, read by the ticker too. */
final class Window {

    /** Bytes beyond which nothing more is handed over. */
    private static final int BYTES = 64 * 1024;

    private final Outlet outlet;
    private final Runnable reopened;
    private volatile int inFlight;
    private volatile long lastTaken = System.nanoTime();

    /** @param reopened called when a window that was full is not so any more */
    Window(Outlet outlet, Runnable reopened) {
        this.outlet = outlet;
        this.reopened = reopened;
    }

    boolean isOpen() {
        return inFlight < BYTES;
    }

    void write(Buffer frame) {
        int bytes = frame.length();
        if (inFlight == 0) {
            lastTaken = System.nanoTime();
        }
        inFlight = inFlight + bytes;
        outlet.write(frame).onComplete(taken -> taken(bytes));
    }

    /** Whether something waits, and the socket took nothing for so long. */
    boolean isStuck(long now, Duration patience) {
        return inFlight > 0 && now - lastTaken >= patience.toNanos();
    }

    private void taken(int bytes) {
        boolean wasFull = !isOpen();
        inFlight = inFlight - bytes;
        lastTaken = System.nanoTime();
        if (wasFull && isOpen()) {
            reopened.run();
        }
    }
}
