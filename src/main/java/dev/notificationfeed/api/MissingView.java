package dev.notificationfeed.api;

/** A capability that was asked for and is not available, and why. */
record MissingView(String capability, String reason) {}
