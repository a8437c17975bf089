package dev.notificationfeed.feed;

import dev.notificationfeed.notification.Publication;

/**
 * What one record of the feed topic says.
 *
 * @param kind what happened
 * @param recipient whom it is for
 * @param itemId which item
 * @param version the item's version
 * @param unread whether the item counts for the badge now
 * @param json the item as compact JSON on one line, as a stream sends it
 */
public record FeedRecord(
        Publication.Kind kind, String recipient, String itemId, long version, boolean unread, byte[] json) {

    private static final byte[] NO_JSON = {};

    /** The same without its JSON, for when the frame has been made of it. */
    FeedRecord withoutJson() {
        return new FeedRecord(kind, recipient, itemId, version, unread, NO_JSON);
    }
}
