package dev.notificationfeed.time;

import java.time.Duration;

/** A clock that nobody can set, for ages: it goes on at the same rate when the clock of the machine jumps. */
@FunctionalInterface
public interface MonotonicClock {

    /** Nanoseconds since a moment that is the same for the life of the process. */
    long nanos();

    /** The time since an earlier value of {@link #nanos}. */
    default Duration since(long earlier) {
        return Duration.ofNanos(nanos() - earlier);
    }
}
