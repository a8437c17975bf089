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
import static com.mongodb.client.model.Updates.set;

import dev.notificationfeed.mongodb.Fields;
import dev.notificationfeed.notification.NotificationType;
import dev.notificationfeed.notification.Status;
import java.time.Instant;
import java.util.stream.Stream;
import org.bson.conversions.Bson;

/**
 * What {@link ItemState#marked} comes to, as conditions and updates, so that a mark need not read the item first. The
 * conditions promise no more than they must: what fits neither is left to the rules there.
 */
final class Mark {

    private Mark() {}

    /** Items whose status it changes. An item read at a time still to come has to keep that, which {@link #of} would not. */
    static Bson changes(Status status, Instant now) {
        Bson other = and(ofTypesWith(status), ne(Fields.STATUS, status.name()));
        return status == Status.READ ? and(other, not(gt(Fields.READ_AT, now))) : other;
    }

    /** Items that it leaves as they look. */
    static Bson repeats(Status status) {
        Bson same = and(ofTypesWith(status), eq(Fields.STATUS, status.name()));
        return status == Status.READ ? and(same, exists(Fields.READ_AT)) : same;
    }

    /** The first time that an item was read stays: whichever is earlier. */
    static Bson of(Status status, Instant now, Instant pendingUntil) {
        Bson mark = combine(
                set(Fields.STATUS, status.name()),
                set(Fields.CHANGED_AT, now),
                inc(Fields.VERSION, 1L),
                StatusUpdate.pendingUntil(pendingUntil));
        return status == Status.READ ? combine(mark, min(Fields.READ_AT, now)) : mark;
    }

    /** Even without a visible difference: an older change must not undo it. */
    static Bson again(Instant now) {
        return set(Fields.CHANGED_AT, now);
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
