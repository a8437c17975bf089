package dev.notificationfeed.notification;

/**
 * Identifies an event, which may be delivered more than once: CloudEvents 1.0, section 3.1.1, {@code source} + {@code id}.
 *
 * @param source the CloudEvents source
 * @param id the CloudEvents id, unique within its source
 */
public record EventKey(String source, String id) {

    /** The id of the notification that a created event with this key creates. */
    public NotificationId notificationId() {
        return NotificationId.derivedFrom(source, id);
    }
}
