package dev.notificationfeed.store;

import dev.notificationfeed.notification.Change;

/**
 * A change that an upstream event requests, with the record that it was read from.
 *
 * @param change the requested change
 * @param record the record of the event
 */
public record Received(Change change, OriginalRecord record) {}
