package dev.notificationfeed.feed;

/** Is told what the follower reads. Called on the follower's thread, so it must not block. */
public interface FeedListener {

    /** An entry was added to the recent feed. */
    void arrived(Entry entry);

    /** Nobody can say which records were missed: everything that follows the feed must start over from the present. */
    void resetAll(ResetReason reason);
}
