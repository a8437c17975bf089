package dev.notificationfeed.feed;

import java.time.Clock;

/**
 * The time by which records age. Brokers set the time of a record; if the clock of this replica is ahead of theirs, the newest
 * record shows by how much. Guarded by the recent feed's lock.
 */
final class BrokerTime {

    private final Clock clock;
    private long newest = Long.MIN_VALUE;
    private long ahead;

    BrokerTime(Clock clock) {
        this.clock = clock;
    }

    /** A record of that time, in milliseconds, has just arrived. */
    void arrived(long timestamp) {
        if (timestamp > newest) {
            newest = timestamp;
            ahead = Math.max(0, clock.millis() - timestamp);
        }
    }

    /** The time of the newest record and what has passed since it arrived, or the time of the clock if that is earlier. */
    long millis() {
        return clock.millis() - ahead;
    }
}
