package dev.notificationfeed.feed;

import java.util.Locale;

/** Why the server cannot say what a client missed. */
public enum ResetReason {
    /** The position is not one that this service wrote. */
    MALFORMED,
    /** The position is from another feed topic. */
    UNKNOWN_EPOCH,
    /** What follows the position is no longer kept. */
    TOO_OLD,
    /** The position lies beyond the end of the log. */
    AHEAD,
    /** The feed topic was made anew, or has more partitions now. */
    FEED_REMADE,
    /** The person was erased. */
    ERASED;

    String onTheWire() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
