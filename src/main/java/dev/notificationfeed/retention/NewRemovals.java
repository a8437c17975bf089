package dev.notificationfeed.retention;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.ne;
import static com.mongodb.client.model.Updates.set;

import com.mongodb.client.model.UpdateOneModel;
import dev.notificationfeed.mongodb.Fields;
import dev.notificationfeed.mongodb.Items;
import dev.notificationfeed.mongodb.NotificationDocument;
import dev.notificationfeed.mongodb.Removal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * The new removal times of one backfill. An item that is older than the retention is not removed at once, because its readers
 * must be told first: such items end one after the other, so that the feed is not flooded.
 */
final class NewRemovals {

    private static final Duration BETWEEN_ENDS = Duration.ofMillis(20);

    private final Duration retention;
    private long ended;

    NewRemovals(Duration retention) {
        this.retention = retention;
    }

    /** The updates of the items whose removal time changes. One batch at a time. */
    List<UpdateOneModel<NotificationDocument>> updates(List<NotificationDocument> items, Instant now) {
        return items.stream()
                .map(item -> update(item, removeAt(item, now)))
                .filter(Objects::nonNull)
                .toList();
    }

    /** Null if the removal time stays. */
    private static UpdateOneModel<NotificationDocument> update(NotificationDocument item, Instant removeAt) {
        return removeAt.equals(item.removeAt())
                ? null
                : new UpdateOneModel<>(
                        Items.same(item, eq(Fields.REMOVE_AT, item.removeAt()), ne(Fields.ENDED, true)),
                        set(Fields.REMOVE_AT, removeAt));
    }

    private Instant removeAt(NotificationDocument item, Instant now) {
        Instant removeAt = Removal.of(item.sentAt(), item.expiresAt(), retention);
        if (!Removal.isEndOfRetention(removeAt, now)) {
            return removeAt;
        }
        Instant next = Removal.endingAt(now).plus(BETWEEN_ENDS.multipliedBy(ended));
        if (!next.isBefore(item.removeAt())) {
            return item.removeAt();
        }
        ended++;
        return next;
    }
}
