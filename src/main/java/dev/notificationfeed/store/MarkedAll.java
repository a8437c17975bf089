package dev.notificationfeed.store;

import dev.notificationfeed.notification.Publication;
import java.util.List;

/**
 * The result of a mark of many items by the recipient.
 *
 * @param changed the number of items that it changed
 * @param publications the pending publications: one for each item, or one for all of them
 */
public record MarkedAll(int changed, List<Publication> publications) {

    /** Copies the list. */
    public MarkedAll {
        publications = List.copyOf(publications);
    }
}
