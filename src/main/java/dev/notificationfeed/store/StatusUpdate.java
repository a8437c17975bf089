package dev.notificationfeed.store;

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
import dev.notificationfeed.store.ChangeResult.Outcome;
import dev.notificationfeed.store.ItemState.Transition;
import java.time.Instant;
import java.util.List;
import org.bson.conversions.Bson;

/** A {@link Transition} as an update of the document. */
final class StatusUpdate {

    /** How many change events an item remembers. */
    private static final int REMEMBERED_EVENTS = 20;

    private StatusUpdate() {}

    /** By an upstream event, which the item remembers. */
    static Bson by(EventKey event, Transition transition) {
        NotificationId applied = event.notificationId();
        Bson remember =
                pushEach(Fields.APPLIED_EVENTS, List.of(applied.value()), new PushOptions().slice(-REMEMBERED_EVENTS));
        return combine(of(transition), remember);
    }

    /** By the recipient; a visible difference is owed to readers. */
    static Bson owed(Transition transition, Instant publishAt) {
        return transition.outcome() == Outcome.CHANGED
                ? combine(of(transition), pendingUntil(publishAt))
                : of(transition);
    }

    /** No later than what the item owes already: its end must not be told late because of this. */
    static Bson pendingUntil(Instant publishAt) {
        return min(Fields.PUBLISH_AT, publishAt);
    }

    private static Bson of(Transition transition) {
        ItemState next = transition.next();
        Bson standing = combine(
                set(Fields.STATUS, next.status().name()),
                setOrUnset(Fields.STATUS_DETAIL, next.statusDetail()),
                setOrUnset(Fields.READ_AT, next.readAt()),
                set(Fields.CHANGED_AT, next.changedAt()));
        return transition.outcome() == Outcome.CHANGED ? combine(standing, inc(Fields.VERSION, 1L)) : standing;
    }

    private static Bson setOrUnset(String field, Object value) {
        return value == null ? unset(field) : set(field, value);
    }
}
