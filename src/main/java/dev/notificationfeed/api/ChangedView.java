package dev.notificationfeed.api;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** How many items a call changed. */
@Schema(requiredProperties = "changed")
record ChangedView(int changed) {}
