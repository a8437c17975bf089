package dev.notificationfeed.store;

import dev.notificationfeed.mongodb.Guard;
import dev.notificationfeed.mongodb.StoreUnavailableException;
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

/**
 * The items of all recipients. Every call fails with {@link StoreUnavailableException} while MongoDB is unavailable. A call about
 * one recipient fails with {@link TooManyCallsException} if that recipient has too many calls at the same time.
 */
@ApplicationScoped
public class NotificationStore {

    private final ErasedEvents events;
    private final Listing listing;
    private final Lookup lookup;
    private final Marks marks;
    private final Erasure erasure;
    private final KeptChanges kept;
    private final Outbox outbox;
    private final CallerLimits limits;
    private final Guard guard;

    NotificationStore(
            ErasedEvents events,
            Listing listing,
            Lookup lookup,
            Marks marks,
            Erasure erasure,
            KeptChanges kept,
            Outbox outbox,
            CallerLimits limits,
            Guard guard) {
        this.events = events;
        this.listing = listing;
        this.lookup = lookup;
        this.marks = marks;
        this.erasure = erasure;
        this.kept = kept;
        this.outbox = outbox;
        this.limits = limits;
        this.guard = guard;
    }

    /** Applies upstream changes in the given order; one result each, in the same order. Idempotent. */
    public Uni<List<ChangeResult>> apply(List<Received> changes) {
        return events.apply(changes);
    }

    /** Claims at most {@code limit} kept changes whose wait has ended, for the given time. */
    public Uni<List<KeptChange>> claimKept(int limit, Duration claim) {
        return kept.claim(limit, claim);
    }

    /** Deletes kept changes. */
    public Uni<Void> forgetKept(List<KeptChange> done) {
        return kept.forget(done.stream().map(KeptChange::id).toList());
    }

    /** One page of a list. */
    public Uni<NotificationPage> list(ListQuery query) {
        return guard.guard("list", () -> limits.list(query.recipient(), () -> listing.list(query)));
    }

    /**
     * The number of unread in-app items that the list shows.
     *
     * @param most the count stops there, because a badge needs no more
     */
    public Uni<Long> countUnread(Recipient recipient, int most) {
        return guard.guard("count-unread", () -> limits.call(recipient, () -> lookup.countUnread(recipient, most)));
    }

    /**
     * The unread in-app items that the lists show, with their versions.
     *
     * @param most reads at most so many items, of all recipients together
     */
    public Uni<UnreadItems> unread(Collection<Recipient> recipients, int most) {
        return guard.guard("unread", () -> lookup.unread(recipients, most));
    }

    /** One item that the list shows; null when there is none. */
    public Uni<Notification> find(Recipient recipient, NotificationId id) {
        return guard.guard("find", () -> limits.call(recipient, () -> lookup.find(recipient, id)));
    }

    /** The message of one item that the list shows; null when there is none. */
    public Uni<Message> message(Recipient recipient, NotificationId id) {
        return guard.guard("message", () -> limits.call(recipient, () -> lookup.message(recipient, id)));
    }

    /**
     * Sets the status of an item that the list shows; null when there is none. Fails with
     * {@link dev.notificationfeed.notification.StatusNotAllowedException} if its type cannot have the status.
     */
    public Uni<Marked> mark(Recipient recipient, NotificationId id, Status status) {
        return guard.guard("mark", () -> limits.call(recipient, () -> marks.mark(recipient, id, status)));
    }

    /**
     * Marks every unread in-app item that the list shows as read; one pending publication each, or a single one if there are
     * more than a hundred.
     */
    public Uni<MarkedAll> markAllRead(Recipient recipient) {
        MarkAllCall call = new MarkAllCall();
        return guard.guardLong("mark-all-read", () -> limits.call(recipient, () -> marks.markAllRead(recipient, call)));
    }

    /**
     * Turns every item of a person into a tombstone; one pending {@code ERASED} publication each. Events of the person that were
     * published before are ignored from now on.
     *
     * @param by who erases, for the record and the log
     */
    public Uni<List<Publication>> erase(Recipient recipient, String by) {
        return guard.guard("erase", () -> limits.call(recipient, () -> erasure.erase(recipient, by)));
    }

    /** Claims at most {@code limit} due publications for the given time; empty when none is due. */
    public Uni<List<Publication>> claimPending(int limit, Duration claim) {
        return outbox.claim(limit, claim);
    }

    /**
     * Ends at most {@code limit} items that MongoDB will remove soon, and claims the publication of their end for the given
     * time; empty when there is none.
     */
    public Uni<List<Publication>> claimEnding(int limit, Duration claim) {
        return outbox.claimEnding(limit, claim);
    }

    /** Shows the scheduled items whose time has come, while they cannot be published. */
    public Uni<Void> showDue() {
        return outbox.showDue();
    }

    /**
     * The number of publications that are due or become due within the time of a claim, at most {@code limit}. This includes
     * publications that a replica has claimed and failed to publish.
     */
    public Uni<Long> countPending(int limit, Duration claim) {
        return outbox.count(limit, claim);
    }

    /** Marks publications as published, except for items that have changed since. */
    public Uni<Void> markPublished(List<Publication> publications) {
        return outbox.markPublished(publications);
    }
}
