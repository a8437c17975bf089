package dev.notificationfeed.capability;

import dev.notificationfeed.time.MonotonicClock;
import jakarta.inject.Singleton;
import java.time.Instant;

/** The time of MongoDB's clock, which all replicas share. It is as of the last reply that told it, plus the time since then. */
@Singleton
public final class ServerTime {

    private final MonotonicClock clock;
    private volatile Reading last;

    private record Reading(Instant time, long nanos) {}

    public ServerTime(MonotonicClock clock) {
        this.clock = clock;
    }

    /** Sets the time from a reply that has just arrived. */
    public void set(Instant time) {
        last = new Reading(time, clock.nanos());
    }

    /** The time now; null before the first reply. */
    public Instant now() {
        Reading reading = last;
        return reading == null ? null : reading.time().plus(clock.since(reading.nanos()));
    }
}
