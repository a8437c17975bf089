package dev.notificationfeed.notification;

/** The status of a notification. Its {@link NotificationType} defines which ones it can have. */
public enum Status {
    /** In-app: not read yet; the default. */
    UNREAD,
    /** In-app: read. */
    READ,
    /** In-app: archived by its recipient. */
    ARCHIVED,
    /** E-mail: not sent yet; the default. */
    PENDING,
    /** E-mail: sent. */
    SENT,
    /** E-mail: delivery failed; the status detail says why. */
    FAILED,
    /** Never stored: how an item whose {@code sentAt} lies ahead is described to staff. */
    SCHEDULED
}
