package dev.notificationfeed.feed;

import dev.notificationfeed.notification.Publication;

/**
 * The content of one record of the feed topic.
 *
 * @param kind what happened
 * @param recipient the owner of the item
 * @param itemId the item's id
 * @param version the item's version
 * @param unread whether the item counts as unread now
 * @param json the item as compact JSON on one line, as a stream sends it
 */
public record FeedRecord(
        Publication.Kind kind, String recipient, String itemId, long version, boolean unread, byte[] json) {

    private static final byte[] NO_JSON = {};

    /** A copy without the JSON, to keep once the frame exists. */
    FeedRecord withoutJson() {
        return new FeedRecord(kind, recipient, itemId, version, unread, NO_JSON);
    }
}
