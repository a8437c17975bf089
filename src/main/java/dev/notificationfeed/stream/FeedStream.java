package dev.notificationfeed.stream;

import dev.notificationfeed.feed.Cursor;
import dev.notificationfeed.feed.Entry;
import dev.notificationfeed.feed.Frames;
import dev.notificationfeed.feed.Position;
import dev.notificationfeed.feed.ResetReason;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One open stream: a cursor into the recent feed, written as its socket drains. What it has not read costs nothing.
 *
 * <pre>
 *   opened ──start──► open ──┬─ the client goes or vanishes, the token expires, shutdown ──► ended
 *      │                     ├─ the socket took nothing for too long (stuck) ──────────────► ended
 *      └─ the client goes ─► └─ the cursor fell out of the recent feed ────────────────────► ended
 * </pre>
 *
 * {@link #wake}, {@link #reset} and {@link #tick} may be called by any thread; everything else happens on the outlet's
 * context.
 */
public final class FeedStream {

    /** Why a stream ended. */
    enum End {
        CLIENT_GONE,
        VANISHED,
        TOKEN_EXPIRED,
        STUCK,
        FELL_OUT,
        SHUTDOWN
    }

    private static final Duration TIME_TO_START = Duration.ofSeconds(30);

    private final long admittedAt = System.nanoTime();
    private final Streams streams;
    private final RecipientStreams siblings;
    private final Outlet outlet;
    private final StreamMetrics metrics;
    private final StreamTimes times;
    private final Window window;
    private final AtomicBoolean woken = new AtomicBoolean();
    private final AtomicBoolean ended = new AtomicBoolean();
    private volatile ResetReason pendingReset;
    private volatile long lastHeartbeat;
    private volatile int unreadSent;
    private volatile long unreadSentAt;
    private volatile boolean started;
    private boolean unreadOwed;
    private boolean pumping;
    private boolean fellOut;
    private StreamStart opening;
    private volatile Cursor cursor;

    FeedStream(Streams streams, RecipientStreams siblings, Outlet outlet, StreamMetrics metrics, StreamTimes times) {
        this.streams = streams;
        this.siblings = siblings;
        this.outlet = outlet;
        this.metrics = metrics;
        this.times = times;
        this.window = new Window(outlet, this::pump);
    }

    RecipientStreams siblings() {
        return siblings;
    }

    /** Where it begins; set before it is started. The client may have gone meanwhile. */
    void beginAt(StreamStart where) {
        opening = where;
        cursor = where.cursor();
        if (ended.get()) {
            streams.release(cursor);
        }
    }

    Cursor cursor() {
        return cursor;
    }

    /** Writes the first frame, and from then on whatever comes. Called once. */
    public void start() {
        outlet.run(this::begin);
    }

    private void begin() {
        if (ended.get()) {
            outlet.end(Frames.farewell(null));
            return;
        }
        outlet.onClosed(this::gone);
        long now = System.nanoTime();
        lastHeartbeat = now;
        unreadSent = siblings.unreadCount();
        unreadSentAt = now;
        unreadOwed = opening.resumed() && cursor.hasNext();
        window.write(Frames.ready(
                cursor.start(), opening.resumed(), unreadSent, times.heartbeat().toSeconds()));
        if (opening.resetReason() != null) {
            window.write(Frames.reset(cursor.start(), opening.resetReason()));
            metrics.reset();
        }
        opening = null;
        started = true;
        pump();
    }

    /** Something may be there to be written. */
    void wake() {
        if (started && woken.compareAndSet(false, true)) {
            outlet.run(this::pump);
        }
    }

    /** Tells the client to load its list again, and goes on from the present. */
    void reset(ResetReason reason) {
        pendingReset = reason;
        wake();
    }

    /** What time alone brings about. */
    void tick(long now) {
        if (ended.get()) {
            return;
        }
        if (!started) {
            giveUpIfNeverStarted(now);
        } else if (times.isExpired()) {
            outlet.run(() -> end(End.TOKEN_EXPIRED));
        } else if (window.isStuck(now, times.stuckAfter())) {
            outlet.run(this::breakOff);
        } else if (isPast(now, lastHeartbeat, times.heartbeat())) {
            outlet.run(this::beat);
        } else if (pendingReset != null || isUnreadDue(now)) {
            wake();
        }
    }

    /** Whoever opened it has gone without a sign. */
    private void giveUpIfNeverStarted(long now) {
        if (isPast(now, admittedAt, TIME_TO_START)) {
            giveUp();
        }
    }

    private void pump() {
        woken.set(false);
        if (ended.get() || pumping) {
            return;
        }
        pumping = true;
        writeWhatWaits();
        window.flush();
        pumping = false;
    }

    private void writeWhatWaits() {
        startAgainIfReset();
        while (window.hasRoom()) {
            Entry next = cursor.advance();
            if (next == null) {
                writeUnreadIfDue();
                return;
            }
            Buffer frame = next.frame();
            if (frame == null && !next.isErased()) {
                fellOut = true;
                end(End.FELL_OUT);
                return;
            }
            if (frame != null) {
                window.write(frame);
                metrics.item();
            }
        }
    }

    private void startAgainIfReset() {
        ResetReason reason = pendingReset;
        if (reason == null) {
            return;
        }
        pendingReset = null;
        cursor = streams.atPresent(this);
        unreadOwed = true;
        window.write(Frames.reset(cursor.start(), reason));
        metrics.reset();
    }

    private void writeUnreadIfDue() {
        long now = System.nanoTime();
        if (unreadOwed || isUnreadDue(now)) {
            unreadOwed = false;
            unreadSent = siblings.unreadCount();
            unreadSentAt = now;
            window.write(Frames.unread(unreadSent));
            metrics.unread();
        }
    }

    private boolean isUnreadDue(long now) {
        return siblings.unreadCount() != unreadSent && isPast(now, unreadSentAt, times.unreadInterval());
    }

    private void beat() {
        if (!ended.get()) {
            lastHeartbeat = System.nanoTime();
            window.write(Frames.heartbeat(freshPosition()));
            window.flush();
            metrics.heartbeat();
        }
    }

    /** Ends it with a last {@code retry:}. */
    void end(End reason) {
        Position position = freshPosition();
        if (release(reason) && started) {
            window.flush();
            outlet.end(Frames.farewell(position));
        }
    }

    /** Where a client may go on that has taken all that was written; null if there is more to tell it first. */
    private Position freshPosition() {
        return started && !fellOut && pendingReset == null ? streams.freshPosition(cursor) : null;
    }

    private void breakOff() {
        if (release(End.STUCK)) {
            outlet.abort();
        }
    }

    /** The other side has gone. */
    void gone(Outlet.Departure how) {
        release(how == Outlet.Departure.VANISHED ? End.VANISHED : End.CLIENT_GONE);
    }

    /** It comes to nothing: it could not be opened, or nobody waits for it any more. */
    void giveUp() {
        release(End.CLIENT_GONE);
    }

    private boolean release(End reason) {
        if (!ended.compareAndSet(false, true)) {
            return false;
        }
        streams.ended(this);
        metrics.ended(reason);
        return true;
    }

    void letGo() {
        outlet.run(() -> end(End.SHUTDOWN));
    }

    private static boolean isPast(long now, long since, Duration time) {
        return now - since >= time.toNanos();
    }
}
