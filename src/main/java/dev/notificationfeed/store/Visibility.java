package dev.notificationfeed.store;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.lte;
import static com.mongodb.client.model.Filters.not;

import dev.notificationfeed.mongodb.Fields;
import dev.notificationfeed.notification.NotificationId;
import dev.notificationfeed.notification.NotificationType;
import dev.notificationfeed.notification.Recipient;
import dev.notificationfeed.notification.Status;
import java.time.Instant;
import java.util.Collection;
import org.bson.conversions.Bson;

/** Filters for items that the recipient can see: sent and not expired. A tombstone has no {@code sentAt} and never matches. */
final class Visibility {

    private Visibility() {}

    static Bson visible(Recipient recipient, Instant now) {
        return and(eq(Fields.RECIPIENT, recipient.value()), sent(now), notExpired(now));
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
        return and(ofRecipients, sent(now), notExpired(now), unread());
    }

    static Bson sent(Instant now) {
        return lte(Fields.SENT_AT, now);
    }

    /** A negation, because "later than now" would exclude items without {@code expiresAt}. */
    static Bson notExpired(Instant now) {
        return not(lte(Fields.EXPIRES_AT, now));
    }

    private static Bson unread() {
        return and(eq(Fields.TYPE, NotificationType.IN_APP.name()), eq(Fields.STATUS, Status.UNREAD.name()));
    }
}
