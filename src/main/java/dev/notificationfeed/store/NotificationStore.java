package dev.notificationfeed.store;

import dev.notificationfeed.mongodb.Guard;
import dev.notificationfeed.mongodb.StoreUnavailableException;
import dev.notificationfeed.notification.Change;
import dev.notificationfeed.notification.Notification;
import dev.notificationfeed.notification.NotificationId;
import dev.notificationfeed.notification.Publication;
import dev.notificationfeed.notification.Recipient;
import dev.notificationfeed.notification.Status;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** The items of all recipients. Every call fails with {@link StoreUnavailableException} when MongoDB is away. */
@ApplicationScoped
public class NotificationStore {

    private final ChangeBatches batches;
    private final Listing listing;
    private final Lookup lookup;
    private final Marks marks;
    private final Erasure erasure;
    private final Outbox due;
    private final Guard guard;

    NotificationStore(
            ChangeBatches batches,
            Listing listing,
            Lookup lookup,
            Marks marks,
            Erasure erasure,
            Outbox due,
            Guard guard) {
        this.batches = batches;
        this.listing = listing;
        this.lookup = lookup;
        this.marks = marks;
        this.erasure = erasure;
        this.due = due;
        this.guard = guard;
    }

    /** Applies upstream changes in the order given; one result each, in that order. Repeating it is safe. */
    public Uni<List<ChangeResult>> apply(List<? extends Change> changes) {
        return batches.apply(changes);
    }

    /** One page of a list. */
    public Uni<NotificationPage> list(ListQuery query) {
        return guard.guard("list", () -> listing.list(query));
    }

    /** How many in-app items are unread, of those that the list shows. */
    public Uni<Long> countUnread(Recipient recipient) {
        return guard.guard("count-unread", () -> lookup.countUnread(recipient));
    }

    /** The unread in-app items that the lists show, with their versions; recipients without any are there with none. */
    public Uni<Map<Recipient, Map<NotificationId, Long>>> unread(Collection<Recipient> recipients) {
        return guard.guard("unread", () -> lookup.unread(recipients));
    }

    /** One item that the list shows; null when there is none. */
    public Uni<Notification> find(Recipient recipient, NotificationId id) {
        return guard.guard("find", () -> lookup.find(recipient, id));
    }

    /** What a person reads of one item that the list shows; null when there is no such item. */
    public Uni<Message> message(Recipient recipient, NotificationId id) {
        return guard.guard("message", () -> lookup.message(recipient, id));
    }

    /**
     * Sets an item's status for its recipient; null when there is no such item. Fails with
     * {@link dev.notificationfeed.notification.StatusNotAllowedException} if its type cannot have the status.
     */
    public Uni<Marked> mark(Recipient recipient, NotificationId id, Status status) {
        return guard.guard("mark", () -> marks.mark(recipient, id, status));
    }

    /** Marks every unread in-app item that the list shows now as read; one owed publication for each. */
    public Uni<List<Publication>> markAllRead(Recipient recipient) {
        return guard.guard("mark-all-read", () -> marks.markAllRead(recipient));
    }

    /** Turns every item of a person into a tombstone that owes an {@code ERASED} publication. */
    public Uni<List<Publication>> erase(Recipient recipient) {
        return guard.guard("erase", () -> erasure.erase(recipient));
    }

    /** Claims up to so many publications that are due, for the time given; none when nothing is due. */
    public Uni<List<Publication>> claimPending(int limit, Duration claim) {
        return due.claim(limit, claim);
    }

    /**
     * How many publications are due, or will be within the time of a claim, so that those which a replica has claimed and
     * could not make are among them; no more are counted than the number given.
     */
    public Uni<Long> countPending(int most, Duration claim) {
        return due.count(most, claim);
    }

    /** Publications are out: clears what they owed, except for items that have changed since. */
    public Uni<Void> markPublished(List<Publication> publications) {
        return due.markPublished(publications);
    }
}
