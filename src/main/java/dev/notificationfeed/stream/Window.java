package dev.notificationfeed.stream;

import io.vertx.core.buffer.Buffer;
import java.time.Duration;

/**
 * How much has been handed to a socket that it has not taken yet. Small frames that are written one after the other are
 * handed over as one, when flushed: each hand-over is a system call. Written on the outlet's context, read by the ticker
 * too.
 */
final class Window {

    /** Bytes beyond which nothing more is handed over. */
    private static final int BYTES = 64 * 1024;

    /** Bytes up to which frames are joined. Little, because what is joined is taken as a whole, and a slow reader is not stuck. */
    private static final int JOINED_BYTES = 4 * 1024;

    private final Outlet outlet;
    private final Runnable reopened;
    private volatile int inFlight;
    private volatile long lastTaken = System.nanoTime();
    private Buffer waiting;

    /** @param reopened called when a window that was full is not so any more */
    Window(Outlet outlet, Runnable reopened) {
        this.outlet = outlet;
        this.reopened = reopened;
    }

    /** Whether more may be written. What was written is handed over before the answer is no: it may be taken at once. */
    boolean hasRoom() {
        if (!isOpen()) {
            flush();
        }
        return isOpen();
    }

    private boolean isOpen() {
        return inFlight < BYTES;
    }

    /** Nothing is sent before {@link #flush}, if it need not be. */
    void write(Buffer frame) {
        if (inFlight == 0) {
            lastTaken = System.nanoTime();
        }
        inFlight = inFlight + frame.length();
        if (waiting == null) {
            waiting = frame;
        } else if (waiting.length() + frame.length() <= JOINED_BYTES) {
            // A copy: a frame is shared with other streams.
            waiting = waiting.copy().appendBuffer(frame);
        } else {
            flush();
            waiting = frame;
        }
    }

    /** Hands over what was written. */
    void flush() {
        Buffer bytes = waiting;
        if (bytes != null) {
            waiting = null;
            outlet.write(bytes).onComplete(taken -> taken(bytes.length()));
        }
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
