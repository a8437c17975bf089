package dev.notificationfeed.notification;

/** An upstream service withdraws an item: it disappears for its recipient. */
public record Withdrawal(EventKey event, NotificationId id, Recipient recipient) implements Change {}
