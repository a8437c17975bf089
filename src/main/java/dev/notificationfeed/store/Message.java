package dev.notificationfeed.store;

import java.time.Instant;

/**
 * What a person reads of one item.
 *
 * @param subjectText the title, plain text
 * @param content the body, sanitised HTML; null when the item has none
 * @param sentAt when it was sent
 */
public record Message(String subjectText, String content, Instant sentAt) {}
