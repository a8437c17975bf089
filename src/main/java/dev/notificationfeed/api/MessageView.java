package dev.notificationfeed.api;

import dev.notificationfeed.store.Message;
import java.time.Instant;

/** What a person reads: the title as {@code subject}, and sanitised HTML. */
record MessageView(String subject, String content, Instant sentAt) {

    static MessageView of(Message message) {
        return new MessageView(message.subjectText(), message.content(), message.sentAt());
    }
}
