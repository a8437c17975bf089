package dev.notificationfeed.notification;

/** A change that an upstream event requests. */
public sealed interface Change permits Creation, StatusChange, Withdrawal {

    /** The item that it creates or changes. */
    NotificationId id();

    /** The recipient; a change of another recipient's item is refused. */
    Recipient recipient();

    /** The event that requests it. */
    EventKey event();
}
