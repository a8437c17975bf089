package dev.notificationfeed.feed;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.notificationfeed.notification.Notification;
import dev.notificationfeed.notification.NotificationType;
import dev.notificationfeed.notification.Status;
import dev.notificationfeed.notification.TisReference;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** An item as REST, the feed topic and the stream show it: always with every field, never with the content. */
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
@Schema(
        requiredProperties = {
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
        @Schema(nullable = true) TisReference tisReference,
        NotificationType type,
        String subject,
        String subjectText,
        @Schema(nullable = true) String contact,
        Instant sentAt,
        @Schema(nullable = true) Instant readAt,
        Status status,
        @Schema(nullable = true) String statusDetail,
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
