package dev.notificationfeed.store;

import dev.notificationfeed.notification.Notification;
import dev.notificationfeed.notification.Publication;

/**
 * The result of a mark by the recipient.
 *
 * @param item the item as it is now
 * @param publication the pending publication; null when the mark changed nothing
 */
public record Marked(Notification item, Publication publication) {}
