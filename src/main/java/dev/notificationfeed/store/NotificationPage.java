package dev.notificationfeed.store;

import dev.notificationfeed.notification.Notification;
import java.util.List;

/**
 * One page of a list.
 *
 * @param items in the order asked for
 * @param total how many items the whole list has
 */
public record NotificationPage(List<Notification> items, long total) {

    /** Copies the list. */
    public NotificationPage {
        items = List.copyOf(items);
    }
}
