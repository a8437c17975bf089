package dev.notificationfeed.store;

import java.time.Instant;

/**
 * The message of one item.
 *
 * @param subjectText the title, plain text
 * @param content the body, sanitised HTML; null when the item has none
 * @param sentAt time of sending
 */
public record Message(String subjectText, String content, Instant sentAt) {}
