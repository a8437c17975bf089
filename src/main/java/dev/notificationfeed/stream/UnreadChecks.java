package dev.notificationfeed.stream;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;

/**
 * Compares the unread items of all recipients who have streams with the store, in rounds. A round takes one interval and
 * is spread evenly over it, so a recipient is compared at the latest two intervals after the last time.
 */
final class UnreadChecks {

    /** Between two runs, so that the recipients of a run share a command. */
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final Duration interval;
    private final UnreadLoader loader;
    private final Deque<RecipientStreams> round = new ArrayDeque<>();
    private long lastRun = System.nanoTime();
    private double due;

    UnreadChecks(Duration interval, UnreadLoader loader) {
        this.interval = interval;
        this.loader = loader;
    }

    /** Compares those who are due; the time is that of {@link System#nanoTime}. */
    void tick(Collection<RecipientStreams> all, long now) {
        if (now - lastRun < PAUSE.toNanos()) {
            return;
        }
        due = Math.min(all.size(), due + (double) all.size() * (now - lastRun) / interval.toNanos());
        lastRun = now;
        if (due >= 1) {
            for (; due >= 1; due--) {
                checkNext(all);
            }
            loader.loadNow();
        }
    }

    private void checkNext(Collection<RecipientStreams> all) {
        if (round.isEmpty()) {
            round.addAll(all);
        }
        RecipientStreams next = round.poll();
        if (next != null && !next.isUnused()) {
            next.checkUnread();
        }
    }
}
