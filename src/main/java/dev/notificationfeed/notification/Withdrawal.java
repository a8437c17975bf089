package dev.notificationfeed.notification;

/** An upstream service takes an item back: it disappears for its recipient. */
public record Withdrawal(EventKey event, NotificationId id, Recipient recipient) implements Change {}
