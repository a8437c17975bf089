package dev.notificationfeed.stream;

import dev.notificationfeed.feed.Cursor;
import dev.notificationfeed.feed.Entry;
import dev.notificationfeed.feed.Frames;
import dev.notificationfeed.feed.Position;
import dev.notificationfeed.feed.RecentFeed;
import dev.notificationfeed.feed.ResetReason;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;

/**
 * Writes the frames of one stream: the entries after its cursor, unread counts, resets and heartbeats. Any thread may call
 * {@link #reset}, {@link #holdReset}, {@link #hasNews} and {@link #releaseCursor}; everything else runs on the outlet's context.
 */
final class FrameWriter {

    private final RecentFeed recent;
    private final String recipient;
    private final ReturnTimes returnTimes;
    private final StreamMetrics metrics;
    private final Duration heartbeat;
    private final Window window;
    private final UnreadReport unread;
    private volatile Cursor cursor;
    private volatile ResetReason pendingReset;
    private volatile long resetAt;
    private volatile boolean resetDue;
    private volatile boolean resetHeld;
    private int maxReturnTime;
    private boolean fellOut;

    FrameWriter(
            RecentFeed recent,
            RecipientStreams siblings,
            ReturnTimes returnTimes,
            StreamMetrics metrics,
            StreamConfig config,
            Window window) {
        this.recent = recent;
        this.recipient = siblings.recipient().value();
        this.returnTimes = returnTimes;
        this.metrics = metrics;
        this.heartbeat = config.heartbeat();
        this.window = window;
        this.unread = new UnreadReport(siblings, config.unreadInterval());
    }

    void place(Cursor at) {
        cursor = at;
    }

    /** Does nothing if there is no cursor yet, or if it was released before. */
    void releaseCursor() {
        if (cursor != null) {
            recent.release(cursor);
        }
    }

    /** Writes the first frames. */
    void begin(ResumeResolver.Start start) {
        int count = unread.take(System.nanoTime());
        window.write(Frames.ready(returnTime(), cursor.start(), start.resumed(), count, heartbeat.toSeconds()));
        if (start.resumed() && cursor.hasNext()) {
            unread.request();
        }
        if (start.resetReason() != null) {
            writeReset(start.resetReason());
        }
    }

    private int returnTime() {
        maxReturnTime = returnTimes.maxMillis();
        return returnTimes.millis();
    }

    /**
     * Makes the client load its list again at that time of {@link System#nanoTime}, and goes on from the present then. Until
     * then the stream shows no items and gives no position, because something before them was missed.
     */
    synchronized void reset(ResetReason reason, long at) {
        resetAt = pendingReset == null || resetHeld ? at : resetAt;
        resetHeld = false;
        pendingReset = reason;
        resetDue = System.nanoTime() - resetAt >= 0;
    }

    /** A reset that has not been written yet waits for the next call of {@link #reset}. */
    synchronized void holdReset() {
        resetHeld = true;
        resetDue = false;
    }

    /** Whether there is a reset or a new unread count to write; the time is that of {@link System#nanoTime}. */
    boolean hasNews(long now) {
        if (pendingReset != null && now - resetAt >= 0) {
            resetFallsDue();
        }
        return resetDue || unread.hasChanged(now);
    }

    /** Writes what there is, as far as the window has room. False if an entry was evicted before it was written. */
    boolean writeAll() {
        restartIfReset();
        while (!fellOut && window.hasRoom()) {
            Entry next = pendingReset == null ? cursor.advance() : null;
            if (next == null) {
                writeUnreadIfDue();
                break;
            }
            write(next);
        }
        window.flush();
        return !fellOut;
    }

    private synchronized void resetFallsDue() {
        resetDue |= pendingReset != null && !resetHeld;
    }

    private void restartIfReset() {
        if (resetDue) {
            restart();
        }
    }

    private synchronized void restart() {
        ResetReason reason = pendingReset;
        if (resetDue && reason != null) {
            pendingReset = null;
            resetDue = false;
            recent.release(cursor);
            cursor = recent.cursorAtEnd(recipient);
            unread.request();
            writeReset(reason);
        }
    }

    private void write(Entry entry) {
        Buffer frame = entry.frame();
        if (frame != null) {
            window.write(frame);
            metrics.item();
        } else if (!entry.isErased()) {
            fellOut = true;
        }
    }

    private void writeUnreadIfDue() {
        long now = System.nanoTime();
        if (unread.isDue(now)) {
            window.write(Frames.unread(unread.take(now)));
            metrics.unread();
        }
    }

    private void writeReset(ResetReason reason) {
        window.write(Frames.reset(cursor.start(), reason));
        metrics.reset();
    }

    /** Tells the client how long to wait before it reconnects if that has doubled or halved since it was told. */
    void writeHeartbeat() {
        int present = returnTimes.maxMillis();
        boolean isOutdated = present >= 2 * maxReturnTime || 2 * present <= maxReturnTime;
        window.write(Frames.heartbeat(freshPosition(), isOutdated ? returnTime() : 0));
        window.flush();
        metrics.heartbeat();
    }

    /** The present position, if the client has everything up to it once it has what was written; else null. */
    Position freshPosition() {
        return fellOut || pendingReset != null ? null : recent.freshPosition(cursor);
    }
}
