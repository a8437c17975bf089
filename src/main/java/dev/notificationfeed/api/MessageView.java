package dev.notificationfeed.api;

import dev.notificationfeed.store.Message;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The text of a notification: the title as {@code subject}, and sanitised HTML. */
@Schema(requiredProperties = {"subject", "content", "sentAt"})
record MessageView(String subject, String content, Instant sentAt) {

    static MessageView of(Message message) {
        return new MessageView(message.subjectText(), message.content(), message.sentAt());
    }
}
