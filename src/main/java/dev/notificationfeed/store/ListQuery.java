package dev.notificationfeed.store;

import dev.notificationfeed.notification.NotificationType;
import dev.notificationfeed.notification.Recipient;
import dev.notificationfeed.notification.Status;
import java.util.Set;

/**
 * Selects one page of a recipient's items.
 *
 * @param recipient the recipient of the items
 * @param audience who reads the list
 * @param types only items of these types; empty means all
 * @param statuses only items with these statuses; empty means all. Only {@link Audience#STAFF} sees {@code SCHEDULED} items
 * @param keyword only items whose title, subject, status or contact contains this literal text, ignoring case; null means all
 * @param sort the sort field
 * @param descending the direction; ties are sorted by id in the same direction
 * @param page 0 to {@value #MAX_PAGE}
 * @param size items on a page, 1 to {@value #MAX_SIZE}
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

    /** The largest number of items on a page. */
    public static final int MAX_SIZE = 2000;

    /** The last page number: MongoDB's skip, at most {@code MAX_PAGE * MAX_SIZE}, must fit into an int. */
    public static final int MAX_PAGE = 1_000_000;

    /** Copies the sets. */
    public ListQuery {
        types = Set.copyOf(types);
        statuses = Set.copyOf(statuses);
    }

    /** Who reads a list. */
    public enum Audience {
        /** The recipient, who does not see scheduled items. */
        RECIPIENT,
        /** Staff, who see scheduled items with the status {@code SCHEDULED}. */
        STAFF
    }

    /** The fields by which a list can be sorted. */
    public enum Sort {
        /** Time of sending. */
        SENT_AT,
        /** Status, in alphabetical order. */
        STATUS,
        /** Category. */
        SUBJECT,
        /** E-mail address. */
        CONTACT
    }
}
