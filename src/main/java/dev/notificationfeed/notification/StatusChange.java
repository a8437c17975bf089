package dev.notificationfeed.notification;

import java.time.Instant;

/**
 * An upstream service says that an item's status is another one now. Which statuses its type can have is known only
 * where the item is.
 *
 * @param changedAt when it became so; decides which of two changes is the later one
 * @param statusDetail why, or null
 */
public record StatusChange(
        EventKey event, NotificationId id, Recipient recipient, Status status, String statusDetail, Instant changedAt)
        implements Change {

    /** The greatest number of characters of a status detail. */
    public static final int MAX_DETAIL_LENGTH = 1000;

    /** @throws InvalidFieldException if the detail breaks its rule */
    public StatusChange {
        Creation.requireOptionalLine("statusDetail", statusDetail, MAX_DETAIL_LENGTH);
    }
}
