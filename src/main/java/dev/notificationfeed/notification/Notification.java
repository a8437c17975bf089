package dev.notificationfeed.notification;

import java.time.Instant;

/**
 * One version of an item. Not validated: a rule of {@link Creation} that becomes stricter must not make stored items
 * unreadable.
 *
 * @param id derived from the event that created it
 * @param recipient the person it is for
 * @param type the channel
 * @param subject the category
 * @param subjectText the title, plain text
 * @param tisReference what it is about, or null
 * @param contact where an e-mail went, or null
 * @param status the current status
 * @param statusDetail the reason for the status, or null
 * @param sentAt when it was or will be sent, to the millisecond
 * @param readAt when it was first read, or null
 * @param expiresAt when it expires, or null
 * @param version 1 for a new item, one more with each change
 */
public record Notification(
        NotificationId id,
        Recipient recipient,
        NotificationType type,
        String subject,
        String subjectText,
        TisReference tisReference,
        String contact,
        Status status,
        String statusDetail,
        Instant sentAt,
        Instant readAt,
        Instant expiresAt,
        long version) {

    /** Whether it counts as unread, provided that its recipient can see it. */
    public boolean isUnread() {
        return status == Status.UNREAD;
    }
}
