package dev.notificationfeed.notification;

/** How far a notification has come; which ones an item can have is a matter of its {@link NotificationType}. */
public enum Status {
    /** In-app: not read yet; the default. */
    UNREAD,
    /** In-app: read. */
    READ,
    /** In-app: put away by its recipient. */
    ARCHIVED,
    /** E-mail: on its way; the default. */
    PENDING,
    /** E-mail: handed over. */
    SENT,
    /** E-mail: did not arrive; the status detail says why. */
    FAILED,
    /** Never stored: how an item whose {@code sentAt} lies ahead is described to staff. */
    SCHEDULED
}
