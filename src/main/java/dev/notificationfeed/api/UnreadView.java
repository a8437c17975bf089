package dev.notificationfeed.api;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The number of unread items, as a badge shows it. */
@Schema(requiredProperties = "unread")
record UnreadView(long unread) {}
