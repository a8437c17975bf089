package dev.notificationfeed.store;

import static com.mongodb.client.model.Sorts.ascending;
import static com.mongodb.client.model.Sorts.descending;

import dev.notificationfeed.mongodb.Fields;
import dev.notificationfeed.mongodb.ForCallers;
import dev.notificationfeed.mongodb.Items;
import dev.notificationfeed.mongodb.NotificationDocument;
import dev.notificationfeed.mongodb.NotificationRepository;
import dev.notificationfeed.notification.Notification;
import dev.notificationfeed.notification.Status;
import dev.notificationfeed.store.ListQuery.Audience;
import dev.notificationfeed.store.ListQuery.Sort;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.bson.conversions.Bson;

/**
 * Reads pages of lists by one count and one query.
 *
 * <p>The exception is the staff list sorted by status, because {@code SCHEDULED} is not stored: it consists of one part for
 * each status, in order.
 */
@Singleton
final class Listing {

    /** Each command takes a connection. */
    private static final int COMMANDS_AT_ONCE = 2;

    private final NotificationRepository repository;
    private final Items items;
    private final Clock clock;

    Listing(@ForCallers NotificationRepository repository, @ForCallers Items items, Clock clock) {
        this.repository = repository;
        this.items = items;
        this.clock = clock;
    }

    Uni<NotificationPage> list(ListQuery query) {
        ListFilter filter = new ListFilter(query, clock.instant());
        int skip = query.page() * query.size();
        boolean byShownStatus = query.audience() == Audience.STAFF && query.sort() == Sort.STATUS;
        return byShownStatus ? pageByShownStatus(query, filter, skip) : page(query, filter, skip);
    }

    private Uni<NotificationPage> page(ListQuery query, ListFilter filter, int skip) {
        Bson all = filter.all();
        return Uni.combine()
                .all()
                .unis(repository.count(all), items.slice(all, order(query, field(query.sort())), skip, query.size()))
                .with((total, documents) -> new NotificationPage(notifications(documents), total));
    }

    private Uni<NotificationPage> pageByShownStatus(ListQuery query, ListFilter filter, int skip) {
        List<Bson> parts = statuses(query).stream()
                .map(status -> filter.allShownAs(List.of(status)))
                .toList();
        return Uni.join()
                .all(parts.stream().map(repository::count).toList())
                .usingConcurrencyOf(COMMANDS_AT_ONCE)
                .andFailFast()
                .flatMap(counts -> Uni.join()
                        .all(slices(parts, counts, order(query, Fields.ID), skip, query.size()))
                        .andFailFast()
                        .map(slices -> slices.stream().flatMap(List::stream).toList())
                        .map(documents -> new NotificationPage(
                                notifications(documents),
                                counts.stream().mapToLong(Long::longValue).sum())));
    }

    /** The slice of each part that is on the page; an empty one first, because a join needs at least one. */
    private List<Uni<List<NotificationDocument>>> slices(
            List<Bson> parts, List<Long> counts, Bson order, int skip, int size) {
        List<Uni<List<NotificationDocument>>> slices = new ArrayList<>();
        slices.add(Uni.createFrom().item(List.of()));
        long start = 0;
        for (int i = 0; i < parts.size(); i++) {
            long from = Math.max(skip, start);
            long to = Math.min(skip + size, start + counts.get(i));
            if (from < to) {
                slices.add(items.slice(parts.get(i), order, (int) (from - start), (int) (to - from)));
            }
            start += counts.get(i);
        }
        return slices;
    }

    private static List<Status> statuses(ListQuery query) {
        Comparator<Status> byName = Comparator.comparing(Status::name);
        return Arrays.stream(Status.values())
                .sorted(query.descending() ? byName.reversed() : byName)
                .toList();
    }

    private static List<Notification> notifications(List<NotificationDocument> documents) {
        return documents.stream()
                .map(document ->
                        document.isScheduled() ? document.toNotification(Status.SCHEDULED) : document.toNotification())
                .toList();
    }

    /** Sorts ties by id in the same direction, so that one index serves both. */
    private static Bson order(ListQuery query, String field) {
        return query.descending() ? descending(field, Fields.ID) : ascending(field, Fields.ID);
    }

    private static String field(Sort sort) {
        return switch (sort) {
            case SENT_AT -> Fields.SENT_AT;
            case STATUS -> Fields.STATUS;
            case SUBJECT -> Fields.SUBJECT;
            case CONTACT -> Fields.CONTACT;
        };
    }
}
