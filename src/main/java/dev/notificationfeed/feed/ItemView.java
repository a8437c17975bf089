package dev.notificationfeed.feed;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.notificationfeed.notification.Notification;
import dev.notificationfeed.notification.NotificationType;
import dev.notificationfeed.notification.Status;
import dev.notificationfeed.notification.TisReference;
import java.time.Instant;

/** An item as REST, the feed topic and the stream give it: every field always there, never the content. */
@JsonInclude(JsonInclude.Include.ALWAYS)
@JsonPropertyOrder({
    "id",
    "tisReference",
    "type",
    "subject",
    "subjectText",
    "contact",
    "sentAt",
    "readAt",
    "status",
    "statusDetail",
    "version"
})
public record ItemView(
        String id,
        TisReference tisReference,
        NotificationType type,
        String subject,
        String subjectText,
        String contact,
        Instant sentAt,
        Instant readAt,
        Status status,
        String statusDetail,
        long version) {

    /** The view of an item. */
    public static ItemView of(Notification item) {
        return new ItemView(
                item.id().value(),
                item.tisReference(),
                item.type(),
                item.subject(),
                item.subjectText(),
                item.contact(),
                item.sentAt(),
                item.readAt(),
                item.status(),
                item.statusDetail(),
                item.version());
    }
}
