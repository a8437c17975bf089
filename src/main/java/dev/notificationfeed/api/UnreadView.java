package dev.notificationfeed.api;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** How many items the badge shows. */
@Schema(requiredProperties = "unread")
record UnreadView(long unread) {}
