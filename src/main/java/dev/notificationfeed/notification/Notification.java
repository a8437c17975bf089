package dev.notificationfeed.notification;

import java.time.Instant;

/**
 * One item as it is at one version. What is read back from the store is taken as it is: the rules are those of
 * {@link Creation}, and a rule made stricter later must not make stored items unreadable.
 *
 * @param id derived from the event that made it
 * @param recipient whom it is for
 * @param type the channel
 * @param subject the category
 * @param subjectText the title, plain text
 * @param tisReference what it is about, or null
 * @param contact where an e-mail went, or null
 * @param status how far it has come
 * @param statusDetail why, or null
 * @param sentAt when it was or will be sent, to the millisecond
 * @param readAt when it was first read, or null
 * @param expiresAt when it ends, or null
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

    /** Whether it counts for the badge, given that it is listed. */
    public boolean isUnread() {
        return status == Status.UNREAD;
    }
}
