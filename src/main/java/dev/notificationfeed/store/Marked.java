package dev.notificationfeed.store;

import dev.notificationfeed.notification.Notification;
import dev.notificationfeed.notification.Publication;

/**
 * An item after its recipient marked it.
 *
 * @param item as it now is
 * @param publication what is owed to the feed; null when the mark changed nothing
 */
public record Marked(Notification item, Publication publication) {}
