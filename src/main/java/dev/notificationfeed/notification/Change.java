package dev.notificationfeed.notification;

/** What an upstream event asks for. */
public sealed interface Change permits Creation, StatusChange, Withdrawal {

    /** The item that it makes or changes. */
    NotificationId id();

    /** Whom that item must be for. */
    Recipient recipient();

    /** The event that asks. */
    EventKey event();
}
