package dev.notificationfeed.feed;

/** Why a stream cannot go on from the client's position, so that the client must load its list again. */
public enum ResetReason {
    /** This service did not write the position. */
    MALFORMED,
    /** The position is from another feed topic. */
    UNKNOWN_EPOCH,
    /** Records after the position are no longer retained. */
    TOO_OLD,
    /** The position is beyond the end of the log. */
    AHEAD,
    /** The feed topic was recreated, or has more partitions now. */
    FEED_REMADE,
    /** The person was erased. */
    ERASED,
    /** Many items of the person changed at once. */
    MANY_CHANGES
}
