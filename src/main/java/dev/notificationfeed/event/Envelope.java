package dev.notificationfeed.event;

/**
 * An event with its data still unread.
 *
 * @param event the attributes
 * @param data the data as the fields of a JSON object
 */
record Envelope(CloudEvent event, JsonFields data) {}
