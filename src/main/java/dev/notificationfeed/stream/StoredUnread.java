package dev.notificationfeed.stream;

import dev.notificationfeed.notification.NotificationId;
import java.util.Map;

/**
 * The store's answer for one recipient.
 *
 * @param versions the versions of the unread items; empty if there are too many
 * @param tooMany whether there are more than are read
 */
record StoredUnread(Map<NotificationId, Long> versions, boolean tooMany) {

    static StoredUnread of(Map<NotificationId, Long> versions) {
        return new StoredUnread(versions, false);
    }

    static StoredUnread moreThanAreRead() {
        return new StoredUnread(Map.of(), true);
    }
}
