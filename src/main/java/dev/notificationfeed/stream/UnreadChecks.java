package dev.notificationfeed.stream;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Compares the unread items of all recipients who have streams with the store, in rounds. A round takes one interval and
 * is spread evenly over it, so a recipient is compared at the latest two intervals after the last time. A comparison that
 * failed does not wait for the next round.
 */
final class UnreadChecks {

    /** Between two runs, so that the recipients of a run share a command. */
    private static final Duration PAUSE = Duration.ofSeconds(1);

    /** A store that fails gets few more commands: in this time, one for {@link #REPEATED} recipients. */
    private static final Duration BETWEEN_REPEATS = Duration.ofSeconds(10);

    private static final int REPEATED = 250;

    private final Duration interval;
    private final UnreadLoader loader;
    private final Deque<RecipientStreams> round = new ArrayDeque<>();
    private final Set<RecipientStreams> failed = new LinkedHashSet<>();
    private long lastRun = System.nanoTime();
    private long lastRepeat = lastRun;
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
        List<RecipientStreams> next = failedUntil(now);
        for (; due >= 1; due--) {
            next.add(nextOf(all));
        }
        next.removeIf(recipient -> recipient == null || recipient.isUnused());
        if (!next.isEmpty()) {
            next.forEach(this::check);
            loader.loadNow();
        }
    }

    /** Null if the last stream has just ended. */
    private RecipientStreams nextOf(Collection<RecipientStreams> all) {
        if (round.isEmpty()) {
            round.addAll(all);
        }
        return round.poll();
    }

    private void check(RecipientStreams recipient) {
        recipient.checkUnread().whenComplete((done, failure) -> {
            if (failure != null) {
                synchronized (failed) {
                    failed.add(recipient);
                }
            }
        });
    }

    private List<RecipientStreams> failedUntil(long now) {
        synchronized (failed) {
            if (failed.isEmpty() || now - lastRepeat < BETWEEN_REPEATS.toNanos()) {
                return new ArrayList<>();
            }
            lastRepeat = now;
            List<RecipientStreams> next =
                    new ArrayList<>(failed.stream().limit(REPEATED).toList());
            next.forEach(failed::remove);
            return next;
        }
    }
}
