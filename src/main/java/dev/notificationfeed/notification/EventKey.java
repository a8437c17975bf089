package dev.notificationfeed.notification;

/**
 * What makes an event the same event, however often it is sent: CloudEvents 1.0, section 3.1.1, {@code source} + {@code id}.
 *
 * @param source the CloudEvents source
 * @param id the CloudEvents id, unique within its source
 */
public record EventKey(String source, String id) {

    /** The id of the notification that a created event with this key makes. */
    public NotificationId notificationId() {
        return NotificationId.derivedFrom(source, id);
    }
}
