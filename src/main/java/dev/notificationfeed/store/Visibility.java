package dev.notificationfeed.store;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.exists;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.lte;
import static com.mongodb.client.model.Filters.ne;
import static com.mongodb.client.model.Filters.not;

import dev.notificationfeed.mongodb.Fields;
import dev.notificationfeed.notification.NotificationId;
import dev.notificationfeed.notification.NotificationType;
import dev.notificationfeed.notification.Recipient;
import dev.notificationfeed.notification.Status;
import java.time.Instant;
import java.util.Collection;
import org.bson.conversions.Bson;

/**
 * Filters for items that the recipient can see. What has been published decides, not the clock of the replica that asks: an
 * item is hidden while it is {@code scheduled}, and once it has {@code ended}. Only an expiry also counts by the clock, before
 * it is published.
 */
final class Visibility {

    private Visibility() {}

    static Bson visible(Recipient recipient, Instant now) {
        return and(eq(Fields.RECIPIENT, recipient.value()), shown(), notOver(now));
    }

    static Bson visible(Recipient recipient, NotificationId id, Instant now) {
        return and(eq(Fields.ID, id.value()), visible(recipient, now));
    }

    static Bson unread(Recipient recipient, Instant now) {
        return and(visible(recipient, now), unread());
    }

    static Bson unread(Collection<Recipient> recipients, Instant now) {
        Bson ofRecipients =
                in(Fields.RECIPIENT, recipients.stream().map(Recipient::value).toList());
        return and(ofRecipients, shown(), notOver(now), unread());
    }

    static Bson shown() {
        return and(isItem(), notScheduled());
    }

    /** A tombstone has no {@code sentAt}. */
    static Bson isItem() {
        return exists(Fields.SENT_AT);
    }

    static Bson scheduled() {
        return eq(Fields.SCHEDULED, true);
    }

    static Bson notScheduled() {
        return ne(Fields.SCHEDULED, true);
    }

    /** A negation, because "later than now" would exclude items without {@code expiresAt}. */
    static Bson notOver(Instant now) {
        return and(notEnded(), not(lte(Fields.EXPIRES_AT, now)));
    }

    static Bson notEnded() {
        return ne(Fields.ENDED, true);
    }

    private static Bson unread() {
        return and(eq(Fields.TYPE, NotificationType.IN_APP.name()), eq(Fields.STATUS, Status.UNREAD.name()));
    }
}
