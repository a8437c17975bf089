package dev.notificationfeed.api;

/** How many items a call changed. */
record ChangedView(int changed) {}
