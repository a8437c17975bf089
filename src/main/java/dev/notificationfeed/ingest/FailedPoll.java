package dev.notificationfeed.ingest;

import java.time.Duration;
import org.apache.kafka.common.KafkaException;

/**
 * Why a {@link GroupMember} is about to be closed, and what it still has time for.
 *
 * @param at when the poll failed, as {@link System#nanoTime}
 */
record FailedPoll(KafkaException cause, long at) {

    private static final Duration READING = Duration.ofSeconds(5);
    private static final Duration COMMITTING = Duration.ofSeconds(15);

    static FailedPoll now(KafkaException cause) {
        return new FailedPoll(cause, System.nanoTime());
    }

    /** Whether another partition may be read. */
    boolean leavesTimeToRead() {
        return isNewerThan(READING);
    }

    /** Whether what was handed over may still be committed. */
    boolean leavesTimeToCommit() {
        return isNewerThan(COMMITTING);
    }

    private boolean isNewerThan(Duration age) {
        return System.nanoTime() - at < age.toNanos();
    }
}
