package dev.notificationfeed.feed;

import dev.notificationfeed.notification.Notification;
import dev.notificationfeed.notification.NotificationId;
import dev.notificationfeed.notification.Publication;
import dev.notificationfeed.notification.Recipient;
import dev.notificationfeed.notification.Status;
import dev.notificationfeed.store.Marked;
import dev.notificationfeed.store.MarkedAll;
import dev.notificationfeed.store.NotificationStore;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * The changes that REST callers make. Each is stored with its pending publications and then published. The result does not
 * wait for Kafka: what cannot be published now stays in the outbox, and the relay publishes it.
 */
@ApplicationScoped
public class RecipientActions {

    private static final Logger LOG = Logger.getLogger(RecipientActions.class);

    private final NotificationStore store;
    private final FeedPublisher publisher;

    RecipientActions(NotificationStore store, FeedPublisher publisher) {
        this.store = store;
        this.publisher = publisher;
    }

    /**
     * Sets an item's status and returns the item; null when the recipient has no such item. Fails with
     * {@link dev.notificationfeed.notification.StatusNotAllowedException} if its type cannot have the status.
     */
    public Uni<Notification> mark(Recipient recipient, NotificationId id, Status status) {
        return store.mark(recipient, id, status).onItem().ifNotNull().transform(this::publishMark);
    }

    private Notification publishMark(Marked marked) {
        if (marked.publication() != null) {
            publishPending(List.of(marked.publication()));
        }
        return marked.item();
    }

    /** Marks every unread in-app item that the list shows as read; returns how many there were. */
    public Uni<Integer> markAllRead(Recipient recipient) {
        return store.markAllRead(recipient)
                .invoke(all -> publishPending(all.publications()))
                .map(MarkedAll::changed);
    }

    /**
     * Erases every item of a person.
     *
     * @param by who erases, for the record of the erasure
     */
    public Uni<Void> erase(Recipient recipient, String by) {
        return store.erase(recipient, by).invoke(this::publishPending).replaceWithVoid();
    }

    private void publishPending(List<Publication> publications) {
        if (!publications.isEmpty()) {
            publisher
                    .publishAndMark(publications)
                    .subscribe()
                    .with(
                            done -> {},
                            failure -> LOG.debugf(failure, "left to the outbox relay count=%d", publications.size()));
        }
    }
}
