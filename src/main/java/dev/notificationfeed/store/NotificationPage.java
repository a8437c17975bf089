package dev.notificationfeed.store;

import dev.notificationfeed.notification.Notification;
import java.util.List;

/**
 * One page of a list.
 *
 * @param items in the requested order
 * @param total number of items in the whole list
 */
public record NotificationPage(List<Notification> items, long total) {

    /** Copies the list. */
    public NotificationPage {
        items = List.copyOf(items);
    }
}
