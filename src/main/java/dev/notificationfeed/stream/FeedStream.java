package dev.notificationfeed.stream;

import dev.notificationfeed.feed.Frames;
import dev.notificationfeed.feed.Position;
import dev.notificationfeed.feed.RecentFeed;
import dev.notificationfeed.feed.ResetReason;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The life of one open stream. Its frames are written as its socket takes them; entries that a slow client has not read
 * yet cost no memory of their own.
 *
 * <pre>
 *   admitted ──start──► open ──┬─ the client leaves or vanishes, the token expires, shutdown ──► ended
 *      │                       ├─ the recipient has too many, and it is the oldest (replaced) ─► ended
 *      │                       ├─ the socket took nothing for too long (stuck) ────────────────► ended
 *      └─ the client leaves ─► └─ an entry was evicted before it was written (fell out) ───────► ended
 * </pre>
 *
 * Any thread may call {@link #wake}, {@link #reset} and {@link #tick}; everything else runs on the outlet's context.
 */
public final class FeedStream {

    private static final Duration START_TIMEOUT = Duration.ofSeconds(30);

    private final long admittedAt = System.nanoTime();
    private final StreamRegistry registry;
    private final RecipientStreams siblings;
    private final Outlet outlet;
    private final StreamMetrics metrics;
    private final StreamConfig config;
    private final long expiresAtMillis;
    private final Window window;
    private final FrameWriter writer;
    private final AtomicBoolean woken = new AtomicBoolean();
    private final AtomicReference<StreamEnd> ended = new AtomicReference<>();
    private volatile long lastHeartbeat;
    private volatile boolean started;
    private boolean pumping;
    private ResumeResolver.Start beginning;

    FeedStream(
            StreamRegistry registry,
            RecipientStreams siblings,
            RecentFeed recent,
            Outlet outlet,
            StreamMetrics metrics,
            StreamConfig config,
            long expiresAtMillis) {
        this.registry = registry;
        this.siblings = siblings;
        this.outlet = outlet;
        this.metrics = metrics;
        this.config = config;
        this.expiresAtMillis = expiresAtMillis;
        this.window = new Window(outlet, this::pump);
        this.writer = new FrameWriter(recent, siblings, registry.returnTimes(), metrics, config, window);
    }

    RecipientStreams siblings() {
        return siblings;
    }

    /** Sets the place where the stream begins, before it is started. The client may have left already. */
    void beginAt(ResumeResolver.Start start) {
        beginning = start;
        writer.place(start.cursor());
        if (hasEnded()) {
            writer.releaseCursor();
        }
    }

    /** Writes the first frame, and from then on every entry as it arrives. Called once. */
    public void start() {
        outlet.run(() -> guarded(this::begin));
    }

    private void begin() {
        if (hasEnded()) {
            outlet.end(farewell(null));
            return;
        }
        outlet.onClosed(this::gone);
        lastHeartbeat = System.nanoTime();
        writer.begin(beginning);
        beginning = null;
        started = true;
        pump();
    }

    /** Writes soon, because there may be something to write. */
    void wake() {
        if (started && woken.compareAndSet(false, true)) {
            outlet.run(this::pump);
        }
    }

    private void pump() {
        woken.set(false);
        if (hasEnded() || pumping) {
            return;
        }
        pumping = true;
        guarded(() -> {
            if (!writer.writeAll()) {
                end(StreamEnd.FELL_OUT);
            }
        });
        pumping = false;
    }

    /** A fault breaks this stream off, so that its client reconnects and resumes; a silent stream would miss everything. */
    private void guarded(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException | Error fault) {
            metrics.fault(fault);
            abort(StreamEnd.FAULT);
        }
    }

    /** Makes the client load its list again at that time of {@link System#nanoTime}, and goes on from the present. */
    void reset(ResetReason reason, long at) {
        writer.reset(reason, at);
        wake();
    }

    /** A reset that has not been written yet waits for the next call of {@link #reset}. */
    void holdReset() {
        writer.holdReset();
    }

    /**
     * Does what is due by time alone.
     *
     * @param now the time of {@link System#nanoTime}, for timeouts
     * @param wallClockMillis the time of the clock, for the expiry of the token
     */
    void tick(long now, long wallClockMillis) {
        if (hasEnded() || !started && now - admittedAt < START_TIMEOUT.toNanos()) {
            return;
        }
        if (!started) {
            giveUp();
        } else if (wallClockMillis >= expiresAtMillis) {
            outlet.run(() -> end(StreamEnd.TOKEN_EXPIRED));
        } else if (window.isStuck(now, config.stuckAfter())) {
            outlet.run(() -> abort(StreamEnd.STUCK));
        } else if (now - lastHeartbeat >= config.heartbeat().toNanos()) {
            outlet.run(() -> guarded(this::writeHeartbeat));
        } else if (writer.hasNews(now)) {
            wake();
        }
    }

    private void writeHeartbeat() {
        if (!hasEnded()) {
            lastHeartbeat = System.nanoTime();
            writer.writeHeartbeat();
        }
    }

    /** Ends the response with a last {@code retry:} and position. */
    private void end(StreamEnd reason) {
        Position position = started ? writer.freshPosition() : null;
        if (release(reason) && started) {
            window.flush();
            outlet.end(farewell(position));
        }
    }

    private Buffer farewell(Position position) {
        return Frames.farewell(registry.returnTimes().millisAfter(ended.get()), position);
    }

    private void abort(StreamEnd reason) {
        if (release(reason)) {
            outlet.abort();
        }
    }

    void gone(Outlet.Departure how) {
        release(how == Outlet.Departure.VANISHED ? StreamEnd.VANISHED : StreamEnd.CLIENT_GONE);
    }

    /** The stream could not be opened, or was never started. */
    void giveUp() {
        release(StreamEnd.CLIENT_GONE);
    }

    void shutDown() {
        outlet.run(() -> end(StreamEnd.SHUTDOWN));
    }

    /** A newer stream of the recipient takes the place of this one, which may be opening still. */
    void replace() {
        outlet.run(() -> {
            if (window.seemsStuck(System.nanoTime(), config.stuckAfter())) {
                abort(StreamEnd.REPLACED);
            } else {
                end(StreamEnd.REPLACED);
            }
        });
    }

    private boolean hasEnded() {
        return ended.get() != null;
    }

    private boolean release(StreamEnd reason) {
        if (!ended.compareAndSet(null, reason)) {
            return false;
        }
        registry.remove(this);
        writer.releaseCursor();
        metrics.ended(reason);
        return true;
    }
}
