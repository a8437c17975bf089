package dev.notificationfeed.api;

/** How many items the badge shows. */
record UnreadView(long unread) {}
