package dev.notificationfeed.store;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.inc;
import static com.mongodb.client.model.Updates.set;
import static com.mongodb.client.model.Updates.unset;

import com.mongodb.client.model.Updates;
import dev.notificationfeed.mongodb.Fields;
import dev.notificationfeed.mongodb.Items;
import dev.notificationfeed.mongodb.NotificationDocument;
import dev.notificationfeed.mongodb.NotificationRepository;
import dev.notificationfeed.mongodb.StoreConfig;
import dev.notificationfeed.notification.Publication;
import dev.notificationfeed.notification.Recipient;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.bson.conversions.Bson;
import org.bson.types.ObjectId;

/** Turns all items of a person into tombstones. They keep the recipient until the erasure is published. */
@Singleton
final class Erasure {

    private static final Bson WITHOUT_CONTENT = combine(Stream.of(
                    Fields.TYPE,
                    Fields.SUBJECT,
                    Fields.SUBJECT_TEXT,
                    Fields.CONTENT,
                    Fields.TIS_REFERENCE,
                    Fields.CONTACT,
                    Fields.STATUS,
                    Fields.STATUS_DETAIL,
                    Fields.SENT_AT,
                    Fields.READ_AT,
                    Fields.EXPIRES_AT,
                    Fields.SOURCE,
                    Fields.EVENT_ID,
                    Fields.APPLIED_EVENTS,
                    Fields.SCHEDULED,
                    Fields.ENDED)
            .map(Updates::unset)
            .toList());

    private final NotificationRepository repository;
    private final Items items;
    private final Clock clock;
    private final Duration lease;

    Erasure(NotificationRepository repository, Items items, Clock clock, StoreConfig config) {
        this.repository = repository;
        this.items = items;
        this.clock = clock;
        this.lease = config.publishLease();
    }

    /** Two commands for any number of items. */
    Uni<List<Publication>> erase(Recipient recipient) {
        String changeSet = new ObjectId().toHexString();
        return repository
                .mongoCollection()
                .updateMany(eq(Fields.RECIPIENT, recipient.value()), tombstone(changeSet, clock.instant()))
                .flatMap(result -> items.all(
                        and(eq(Fields.RECIPIENT, recipient.value()), eq(Fields.CHANGE_SET, changeSet)),
                        null,
                        Math.toIntExact(result.getModifiedCount())))
                .map(erased -> erased.stream().map(Publications::erased).toList());
    }

    /** After publication, the tombstone no longer names the recipient. */
    static Bson withoutRecipient() {
        return combine(unset(Fields.RECIPIENT), unset(Fields.PUBLISH_AT), unset(Fields.CHANGE_SET));
    }

    private Bson tombstone(String changeSet, Instant now) {
        return combine(
                WITHOUT_CONTENT,
                set(Fields.WITHDRAWN_AT, now),
                set(Fields.ERASED, true),
                set(Fields.CHANGED_AT, now),
                set(Fields.PUBLISH_AT, now.plus(lease)),
                set(Fields.REMOVE_AT, now.plus(NotificationDocument.TOMBSTONE_RETENTION)),
                set(Fields.CHANGE_SET, changeSet),
                inc(Fields.VERSION, 1L));
    }
}
