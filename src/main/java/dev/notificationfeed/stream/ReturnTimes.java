package dev.notificationfeed.stream;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How long clients wait before they reconnect, or load their lists: at random, and the longer, the more streams are open,
 * so that a few hundred do it in a second.
 */
final class ReturnTimes {

    private static final int PER_SECOND = 300;
    private static final int MIN_MS = 1_000;

    /** For few streams. */
    private static final int SHORTEST_MAX_MS = 5_000;

    private static final int LONGEST_MAX_MS = 60_000;

    /** A client whose stream was replaced returns after minutes, so that more clients than the limit do not fight. */
    private static final int REPLACED_MIN_MS = 120_000;

    private static final int REPLACED_MAX_MS = 240_000;

    /** Clients that are reset load their lists. */
    private static final int RESETS_PER_SECOND = 500;

    /** Below this, resets are sent at once. */
    private static final Duration MIN_RESET_SPREAD = Duration.ofMillis(250);

    private static final Duration MAX_RESET_SPREAD = Duration.ofSeconds(30);

    private final AtomicInteger open;
    private volatile int atLeast;

    /** @param open the number of open streams */
    ReturnTimes(AtomicInteger open) {
        this.open = open;
    }

    /** All streams are about to end: those that end last return among the others. */
    void allEnd() {
        atLeast = open.get();
    }

    /** The longest time in ms that a client waits now. */
    int maxMillis() {
        long spread = 1_000L * Math.max(atLeast, open.get()) / PER_SECOND;
        return (int) Math.min(LONGEST_MAX_MS, Math.max(SHORTEST_MAX_MS, MIN_MS + spread));
    }

    /** A time in ms, at random. */
    int millis() {
        return between(MIN_MS, maxMillis());
    }

    /** A time in ms for the client of a stream that ended for that reason. */
    int millisAfter(StreamEnd reason) {
        return reason == StreamEnd.REPLACED ? between(REPLACED_MIN_MS, REPLACED_MAX_MS) : millis();
    }

    /** The time over which all streams are reset. */
    Duration resetSpread() {
        Duration spread = Duration.ofMillis(1_000L * open.get() / RESETS_PER_SECOND);
        if (spread.compareTo(MIN_RESET_SPREAD) < 0) {
            return Duration.ZERO;
        }
        return spread.compareTo(MAX_RESET_SPREAD) < 0 ? spread : MAX_RESET_SPREAD;
    }

    private static int between(int min, int max) {
        return ThreadLocalRandom.current().nextInt(min, max + 1);
    }
}
