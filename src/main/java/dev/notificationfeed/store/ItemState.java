package dev.notificationfeed.store;

import dev.notificationfeed.mongodb.NotificationDocument;
import dev.notificationfeed.notification.NotificationType;
import dev.notificationfeed.notification.Status;
import dev.notificationfeed.notification.StatusChange;
import dev.notificationfeed.store.ChangeResult.Outcome;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;

/**
 * How far an item has come, and what a change of its status makes of that. All rules for such changes are here.
 *
 * @param appliedEvents the ids of the change events applied last
 */
record ItemState(
        NotificationType type,
        Status status,
        String statusDetail,
        Instant readAt,
        Instant changedAt,
        List<String> appliedEvents) {

    /**
     * What a change leads to.
     *
     * @param next the standing to be stored, or null when there is nothing to store
     */
    record Transition(Outcome outcome, ItemState next) {}

    static ItemState of(NotificationDocument document) {
        return new ItemState(
                document.type(),
                document.status(),
                document.statusDetail(),
                document.readAt(),
                document.changedAt(),
                document.appliedEvents() == null ? List.of() : document.appliedEvents());
    }

    /** An upstream change: idempotent by its event, ordered by its {@code changedAt}. Its detail replaces the old one. */
    Transition after(StatusChange change) {
        Instant since = change.changedAt().truncatedTo(ChronoUnit.MILLIS);
        if (appliedEvents.contains(change.event().notificationId().value())) {
            return new Transition(Outcome.SEEN_BEFORE, null);
        }
        if (!type.allows(change.status())) {
            return new Transition(Outcome.STATUS_NOT_ALLOWED, null);
        }
        if (since.isBefore(changedAt)) {
            return new Transition(Outcome.OUTDATED, null);
        }
        return transitionTo(with(change.status(), change.statusDetail(), since));
    }

    /** A change by the recipient: it always applies, and keeps the detail. */
    Transition marked(Status mark, Instant now) {
        return type.allows(mark)
                ? transitionTo(with(mark, statusDetail, now))
                : new Transition(Outcome.STATUS_NOT_ALLOWED, null);
    }

    /** Even without a visible difference there is something to store: an older change must not undo this one. */
    private Transition transitionTo(ItemState next) {
        boolean same = next.status == status
                && Objects.equals(next.statusDetail, statusDetail)
                && Objects.equals(next.readAt, readAt);
        return new Transition(same ? Outcome.UNCHANGED : Outcome.CHANGED, next);
    }

    private ItemState with(Status newStatus, String newDetail, Instant since) {
        Instant firstRead = newStatus == Status.READ && readAt == null ? since : readAt;
        return new ItemState(type, newStatus, newDetail, firstRead, since, appliedEvents);
    }
}
