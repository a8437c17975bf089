package dev.notificationfeed.notification;

import java.time.Instant;

/**
 * An upstream service reports a new status of an item. Only the store knows the item's type, so it checks that the type
 * allows the status.
 *
 * @param changedAt when the status changed; decides which of two changes is the later one
 * @param statusDetail the reason, or null
 */
public record StatusChange(
        EventKey event, NotificationId id, Recipient recipient, Status status, String statusDetail, Instant changedAt)
        implements Change {

    /** Maximum number of characters of a status detail. */
    public static final int MAX_DETAIL_LENGTH = 1000;

    /** @throws InvalidFieldException if the detail breaks its rule */
    public StatusChange {
        Creation.requireOptionalLine("statusDetail", statusDetail, MAX_DETAIL_LENGTH);
    }
}
