package dev.notificationfeed.feed;

import java.util.function.Predicate;

/** Receives what the follower reads. Called on the follower's thread, so it must not block. */
public interface FeedListener {

    /** An entry was added to the recent feed. */
    void arrived(Entry entry);

    /**
     * Records were missed, and earlier ones are about to be read again, until {@link #resetAll}. No stream may be reset before
     * that: it would show as news what is read again.
     */
    void replayBegins();

    /** An unknown number of records was missed, so every stream must reset its client and go on from the present. */
    void resetAll(ResetReason reason);

    /** The same for the streams of the recipients whose records were missed. */
    void reset(Predicate<String> recipients, ResetReason reason);
}
