package dev.notificationfeed.store;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.exists;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.ne;
import static com.mongodb.client.model.Filters.not;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.inc;
import static com.mongodb.client.model.Updates.min;
import static com.mongodb.client.model.Updates.pushEach;
import static com.mongodb.client.model.Updates.set;
import static com.mongodb.client.model.Updates.unset;

import com.mongodb.client.model.PushOptions;
import dev.notificationfeed.mongodb.Fields;
import dev.notificationfeed.notification.EventKey;
import dev.notificationfeed.notification.NotificationId;
import dev.notificationfeed.notification.NotificationType;
import dev.notificationfeed.notification.Status;
import dev.notificationfeed.store.ChangeResult.Outcome;
import dev.notificationfeed.store.ItemState.Transition;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.bson.conversions.Bson;

/**
 * Changes of an item's status as updates of the document: from a {@link Transition}, or directly from a mark. For a direct
 * mark, {@link #changedBy} and {@link #unchangedBy} select items for which {@link ItemState#mark} would give the same result,
 * so that the item need not be read first. Both may leave out items; those are read and marked by the rules.
 */
final class StatusUpdate {

    /** How many change events an item remembers. */
    private static final int REMEMBERED_EVENTS = 20;

    private StatusUpdate() {}

    /** A transition by an upstream event, which the item remembers. */
    static Bson byEvent(EventKey event, Transition transition) {
        NotificationId applied = event.notificationId();
        Bson remember =
                pushEach(Fields.APPLIED_EVENTS, List.of(applied.value()), new PushOptions().slice(-REMEMBERED_EVENTS));
        return combine(of(transition), remember);
    }

    /** A transition by the recipient; a visible difference leaves a pending publication. */
    static Bson byRecipient(Transition transition, Instant publishAt) {
        return transition.outcome() == Outcome.CHANGED
                ? combine(of(transition), pendingUntil(publishAt))
                : of(transition);
    }

    /** Selects items that a mark changes. Leaves out an item whose {@code readAt} is in the future, which must stay. */
    static Bson changedBy(Status mark, Instant now) {
        Bson other = and(ofTypesWith(mark), ne(Fields.STATUS, mark.name()));
        return mark == Status.READ ? and(other, not(gt(Fields.READ_AT, now))) : other;
    }

    /** A mark of an item that {@link #changedBy} selects. The earliest {@code readAt} stays. */
    static Bson mark(Status mark, Instant now, Instant publishAt) {
        Bson update = combine(
                set(Fields.STATUS, mark.name()),
                set(Fields.CHANGED_AT, now),
                inc(Fields.VERSION, 1L),
                pendingUntil(publishAt));
        return mark == Status.READ ? combine(update, min(Fields.READ_AT, now)) : update;
    }

    /** Selects items that a mark leaves as they are. */
    static Bson unchangedBy(Status mark) {
        Bson same = and(ofTypesWith(mark), eq(Fields.STATUS, mark.name()));
        return mark == Status.READ ? and(same, exists(Fields.READ_AT)) : same;
    }

    /** A mark of an item that {@link #unchangedBy} selects: an older change must not undo it. */
    static Bson markAgain(Instant now) {
        return set(Fields.CHANGED_AT, now);
    }

    /** Never later than the current {@code publishAt}, which may be the item's expiry. */
    static Bson pendingUntil(Instant publishAt) {
        return min(Fields.PUBLISH_AT, publishAt);
    }

    private static Bson of(Transition transition) {
        ItemState next = transition.next();
        Bson state = combine(
                set(Fields.STATUS, next.status().name()),
                setOrUnset(Fields.STATUS_DETAIL, next.statusDetail()),
                setOrUnset(Fields.READ_AT, next.readAt()),
                set(Fields.CHANGED_AT, next.changedAt()));
        return transition.outcome() == Outcome.CHANGED ? combine(state, inc(Fields.VERSION, 1L)) : state;
    }

    private static Bson setOrUnset(String field, Object value) {
        return value == null ? unset(field) : set(field, value);
    }

    private static Bson ofTypesWith(Status status) {
        return in(
                Fields.TYPE,
                Stream.of(NotificationType.values())
                        .filter(type -> type.allows(status))
                        .map(NotificationType::name)
                        .toList());
    }
}
