package dev.notificationfeed.store;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.exists;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.inc;
import static com.mongodb.client.model.Updates.set;

import com.mongodb.MongoServerException;
import dev.notificationfeed.mongodb.ErrorCodes;
import dev.notificationfeed.mongodb.Fields;
import dev.notificationfeed.mongodb.Guard;
import dev.notificationfeed.mongodb.Items;
import dev.notificationfeed.mongodb.NotificationDocument;
import dev.notificationfeed.notification.Change;
import dev.notificationfeed.notification.Creation;
import dev.notificationfeed.notification.Recipient;
import dev.notificationfeed.store.ChangeResult.Outcome;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Clock;
import org.bson.conversions.Bson;

/**
 * The tombstone of an item that was withdrawn before it came. It has version 1, which no other tombstone has. When the item
 * comes, the version becomes 2; from then on the tombstone is like any other.
 */
@Singleton
final class EarlyTombstones {

    private final Items items;
    private final Guard guard;
    private final Clock clock;

    EarlyTombstones(Items items, Guard guard, Clock clock) {
        this.items = items;
        this.guard = guard;
        this.clock = clock;
    }

    /** Selects those of a person. A document that stands for many changes has a change set. */
    static Bson of(Recipient recipient) {
        return and(
                eq(Fields.RECIPIENT, recipient.value()),
                eq(Fields.VERSION, 1L),
                exists(Fields.WITHDRAWN_AT),
                exists(Fields.CHANGE_SET, false));
    }

    /** Retried by {@link Guard} if there is a document meanwhile. */
    Uni<Void> leave(Change withdrawal) {
        return items.insert(
                NotificationDocument.withdrawnEarly(withdrawal.id(), withdrawal.recipient(), clock.instant()));
    }

    /** What becomes of a new item that has found such a tombstone: it is withdrawn, or it replaces that of another recipient. */
    Uni<ChangeResult> meet(Creation creation, NotificationDocument document) {
        return guard.guard(
                "meet-early",
                () -> items.one(eq(Fields.ID, document.id()))
                        .flatMap(stored -> decide(creation, document, stored))
                        .onFailure(ErrorCodes::isPermanent)
                        .recoverWithItem(
                                failure -> ChangeResult.refused(creation, ((MongoServerException) failure).getCode())));
    }

    private Uni<ChangeResult> decide(Creation creation, NotificationDocument document, NotificationDocument stored) {
        if (stored == null) {
            return items.insert(document).replaceWith(() -> stored(creation, document));
        }
        if (!stored.isWithdrawnEarly()) {
            return Uni.createFrom().item(ChangeResult.seenBefore(creation, stored, clock.instant()));
        }
        return stored.isOf(creation.recipient())
                ? items.update(stored, combine(inc(Fields.VERSION, 1L), set(Fields.CHANGED_AT, clock.instant())))
                        .map(settled -> ChangeResult.seenBefore(creation, settled, clock.instant()))
                : items.replace(stored, document).replaceWith(() -> stored(creation, document));
    }

    private ChangeResult stored(Creation creation, NotificationDocument document) {
        return ChangeResult.applied(creation, Outcome.STORED, Publications.current(document, clock.instant()));
    }
}
