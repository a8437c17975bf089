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
 * {@link #reset}, {@link #hasNews} and {@link #releaseCursor}; everything else runs on the outlet's context.
 */
final class FrameWriter {

    private final RecentFeed recent;
    private final String recipient;
    private final StreamMetrics metrics;
    private final Duration heartbeat;
    private final Window window;
    private final UnreadReport unread;
    private volatile Cursor cursor;
    private volatile ResetReason pendingReset;
    private boolean fellOut;

    FrameWriter(
            RecentFeed recent, RecipientStreams siblings, StreamMetrics metrics, StreamConfig config, Window window) {
        this.recent = recent;
        this.recipient = siblings.recipient().value();
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
        window.write(Frames.ready(cursor.start(), start.resumed(), count, heartbeat.toSeconds()));
        if (start.resumed() && cursor.hasNext()) {
            unread.request();
        }
        if (start.resetReason() != null) {
            writeReset(start.resetReason());
        }
    }

    /** The next {@link #writeAll} makes the client load its list again, and goes on from the present. */
    void reset(ResetReason reason) {
        pendingReset = reason;
    }

    /** Whether there is a reset or a new unread count to write; the time is that of {@link System#nanoTime}. */
    boolean hasNews(long now) {
        return pendingReset != null || unread.hasChanged(now);
    }

    /** Writes what there is, as far as the window has room. False if an entry was evicted before it was written. */
    boolean writeAll() {
        restartIfReset();
        while (!fellOut && window.hasRoom()) {
            Entry next = cursor.advance();
            if (next == null) {
                writeUnreadIfDue();
                break;
            }
            write(next);
        }
        window.flush();
        return !fellOut;
    }

    private void restartIfReset() {
        ResetReason reason = pendingReset;
        if (reason != null) {
            pendingReset = null;
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

    void writeHeartbeat() {
        window.write(Frames.heartbeat(freshPosition()));
        window.flush();
        metrics.heartbeat();
    }

    /** The present position, if the client has everything up to it once it has what was written; else null. */
    Position freshPosition() {
        return fellOut || pendingReset != null ? null : recent.freshPosition(cursor);
    }
}
