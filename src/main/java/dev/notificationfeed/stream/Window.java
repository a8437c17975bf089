package dev.notificationfeed.stream;

import io.vertx.core.buffer.Buffer;
import java.time.Duration;

/**
 * The bytes that were written to a socket and that it has not taken yet. Small frames in a row are joined until the flush,
 * because each write to the socket is a system call. Written on the outlet's context; the periodic tick reads it too.
 */
final class Window {

    /** Nothing more is written while so many bytes or more are in flight. */
    private static final int BYTES = 64 * 1024;

    /** The maximum size of joined frames. Small, because the socket takes them as a whole, and a slow client must not look stuck. */
    private static final int JOINED_BYTES = 4 * 1024;

    private final Outlet outlet;
    private final Runnable reopened;
    private volatile int inFlight;
    private volatile long lastTaken = System.nanoTime();
    private Buffer waiting;

    /** @param reopened called when a full window has room again */
    Window(Outlet outlet, Runnable reopened) {
        this.outlet = outlet;
        this.reopened = reopened;
    }

    /** Whether more may be written. Flushes before it answers no, because the socket may take the bytes at once. */
    boolean hasRoom() {
        if (!isOpen()) {
            flush();
        }
        return isOpen();
    }

    private boolean isOpen() {
        return inFlight < BYTES;
    }

    /** Joins the frame with waiting ones, or sends them; {@link #flush} sends the rest. */
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

    /** Sends the waiting bytes to the socket. */
    void flush() {
        Buffer bytes = waiting;
        if (bytes != null) {
            waiting = null;
            outlet.write(bytes).onComplete(taken -> taken(bytes.length()));
        }
    }

    /** Whether bytes are in flight and the socket took nothing for the time given. */
    boolean isStuck(long now, Duration timeout) {
        return inFlight > 0 && now - lastTaken >= timeout.toNanos();
    }

    /** Whether the socket would hardly take a last frame: it is stuck, or has taken nothing for a second. */
    boolean seemsStuck(long now, Duration timeout) {
        return isStuck(now, timeout) || isStuck(now, Duration.ofSeconds(1));
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
