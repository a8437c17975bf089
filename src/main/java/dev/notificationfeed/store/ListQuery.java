package dev.notificationfeed.store;

import dev.notificationfeed.notification.NotificationType;
import dev.notificationfeed.notification.Recipient;
import dev.notificationfeed.notification.Status;
import java.util.Set;

/**
 * Which items of one recipient, in which order.
 *
 * @param recipient whose items
 * @param audience who is asking
 * @param types only these; empty means all
 * @param statuses only these; empty means all. {@code SCHEDULED} is known for {@link Audience#STAFF} alone
 * @param keyword only items whose title, subject, status or contact contains it, whatever the case, taken literally; null means all
 * @param sort by what
 * @param descending in which direction; ties are broken by id in the same direction
 * @param page from 0
 * @param size items on a page, 1 to 2000
 */
public record ListQuery(
        Recipient recipient,
        Audience audience,
        Set<NotificationType> types,
        Set<Status> statuses,
        String keyword,
        Sort sort,
        boolean descending,
        int page,
        int size) {

    /** The largest page. */
    public static final int MAX_SIZE = 2000;

    /** Copies the sets. */
    public ListQuery {
        types = Set.copyOf(types);
        statuses = Set.copyOf(statuses);
    }

    /** Who is asking. */
    public enum Audience {
        /** The person: items ahead in time do not exist. */
        RECIPIENT,
        /** Staff: items ahead in time are listed with the status {@code SCHEDULED}. */
        STAFF
    }

    /** By what a list can be sorted. */
    public enum Sort {
        /** When sent. */
        SENT_AT,
        /** By status, in the order of the alphabet. */
        STATUS,
        /** By category. */
        SUBJECT,
        /** By e-mail address. */
        CONTACT
    }
}
