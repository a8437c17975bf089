package dev.notificationfeed.notification;

/**
 * What a notification is about.
 *
 * @param type the kind of thing, 1 to 64 characters, e.g. {@code PLACEMENT}
 * @param id its id, 1 to 128 characters
 */
public record TisReference(String type, String id) {}
