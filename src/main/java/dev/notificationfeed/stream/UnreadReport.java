package dev.notificationfeed.stream;

import java.time.Duration;

/**
 * Decides when one stream writes the unread count: when it was requested, and when the count has changed, but not more
 * often than the interval. {@link #hasChanged} may be called by any thread, everything else on the outlet's context.
 */
final class UnreadReport {

    private final RecipientStreams siblings;
    private final Duration interval;
    private volatile int written;
    private volatile long writtenAt;
    private boolean requested;

    UnreadReport(RecipientStreams siblings, Duration interval) {
        this.siblings = siblings;
        this.interval = interval;
    }

    /** The client may count wrongly: after a resume it sees items that the first count included, a reset replaces its list. */
    void request() {
        requested = true;
    }

    /** Whether the count must be written now; the time is that of {@link System#nanoTime}. */
    boolean isDue(long now) {
        return requested || hasChanged(now);
    }

    /** Whether the count differs from the one that was written, and the interval has passed. */
    boolean hasChanged(long now) {
        return siblings.unreadCount() != written && now - writtenAt >= interval.toNanos();
    }

    /** The count, to be written now. */
    int take(long now) {
        requested = false;
        written = siblings.unreadCount();
        writtenAt = now;
        return written;
    }
}
