package dev.notificationfeed.store;

import dev.notificationfeed.notification.NotificationId;
import dev.notificationfeed.notification.Recipient;
import java.util.Map;

/**
 * Unread items with their versions.
 *
 * @param versions by recipient; an empty map for a recipient without any
 * @param complete false if there are more than the limit of the query: then any recipient's items may be missing
 */
public record UnreadItems(Map<Recipient, Map<NotificationId, Long>> versions, boolean complete) {

    public UnreadItems {
        versions = Map.copyOf(versions);
    }

    /** The items of one of the recipients. */
    public Map<NotificationId, Long> of(Recipient recipient) {
        return versions.get(recipient);
    }
}
