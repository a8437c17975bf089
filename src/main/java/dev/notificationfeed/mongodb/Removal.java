package dev.notificationfeed.mongodb;

import java.time.Duration;
import java.time.Instant;

/** When MongoDB removes an item. Its end comes some time before, so that readers are told while the item is still stored. */
public final class Removal {

    /** The end of an item's retention precedes its removal by this, so that an outage of the service may last so long. */
    public static final Duration NOTICE = Duration.ofHours(1);

    /** An item stays for at least this long after its end, so that its end can be published after an outage of Kafka. */
    public static final Duration AFTER_END = Duration.ofDays(1);

    private Removal() {}

    /**
     * The time at which MongoDB removes an item: {@code retention} after {@code sentAt}, or a day after {@code expiresAt} if
     * that is sooner.
     *
     * @param expiresAt null if the item does not expire
     */
    public static Instant of(Instant sentAt, Instant expiresAt, Duration retention) {
        Instant byAge = sentAt.plus(retention);
        return expiresAt == null || byAge.isBefore(expiresAt.plus(AFTER_END)) ? byAge : expiresAt.plus(AFTER_END);
    }

    /** Items that are to be removed at this time or earlier have reached the end of their retention. */
    public static Instant endingAt(Instant now) {
        return now.plus(NOTICE);
    }

    /** Whether an item that is to be removed at {@code removeAt} has reached the end of its retention. */
    public static boolean isEndOfRetention(Instant removeAt, Instant now) {
        return !removeAt.isAfter(endingAt(now));
    }
}
