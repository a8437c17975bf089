package dev.notificationfeed.store;

import static com.mongodb.client.model.Sorts.ascending;
import static com.mongodb.client.model.Sorts.descending;

import dev.notificationfeed.mongodb.Fields;
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
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import org.bson.conversions.Bson;

/**
 * Pages of lists: one count and one read.
 *
 * <p>Staff's list sorted by status is the exception, because {@code SCHEDULED} is not stored: it is put together from one
 * run for each status, in order.
 */
@Singleton
final class Listing {

    private final NotificationRepository repository;
    private final Items items;
    private final Clock clock;

    Listing(NotificationRepository repository, Items items, Clock clock) {
        this.repository = repository;
        this.items = items;
        this.clock = clock;
    }

    Uni<NotificationPage> list(ListQuery query) {
        Instant now = clock.instant();
        ListFilter filter = new ListFilter(query, now);
        long skip = (long) query.page() * query.size();
        boolean inRuns = query.audience() == Audience.STAFF && query.sort() == Sort.STATUS;
        return inRuns ? pageOfRuns(query, filter, skip, now) : page(query, filter, skip, now);
    }

    private Uni<NotificationPage> page(ListQuery query, ListFilter filter, long skip, Instant now) {
        Bson all = filter.all();
        return Uni.combine()
                .all()
                .unis(repository.count(all), slice(all, order(query, field(query.sort())), skip, query.size()))
                .with((total, documents) -> new NotificationPage(described(documents, now), total));
    }

    /** MongoDB's skip is an int, and what lies beyond is empty anyway. */
    private Uni<List<NotificationDocument>> slice(Bson filter, Bson order, long skip, int limit) {
        return skip > Integer.MAX_VALUE
                ? Uni.createFrom().item(List.of())
                : items.slice(filter, order, (int) skip, limit);
    }

    private Uni<NotificationPage> pageOfRuns(ListQuery query, ListFilter filter, long skip, Instant now) {
        List<Bson> runs = runs(query).stream()
                .map(status -> filter.allShownAs(List.of(status)))
                .toList();
        return Uni.join()
                .all(runs.stream().map(repository::count).toList())
                .andFailFast()
                .flatMap(counts -> Uni.join()
                        .all(slices(runs, counts, order(query, Fields.ID), skip, query.size()))
                        .andFailFast()
                        .map(parts -> parts.stream().flatMap(List::stream).toList())
                        .map(documents -> new NotificationPage(
                                described(documents, now),
                                counts.stream().mapToLong(Long::longValue).sum())));
    }

    /** The part of each run that the page covers. */
    private List<Uni<List<NotificationDocument>>> slices(
            List<Bson> runs, List<Long> counts, Bson order, long skip, int size) {
        List<Uni<List<NotificationDocument>>> slices = new ArrayList<>();
        slices.add(Uni.createFrom().item(List.of()));
        long start = 0;
        for (int i = 0; i < runs.size(); i++) {
            long from = Math.max(skip, start);
            long to = Math.min(skip + size, start + counts.get(i));
            if (from < to) {
                slices.add(slice(runs.get(i), order, from - start, (int) (to - from)));
            }
            start += counts.get(i);
        }
        return slices;
    }

    private static List<Status> runs(ListQuery query) {
        List<Status> runs = new ArrayList<>(Arrays.asList(Status.values()));
        runs.sort(Comparator.comparing(Status::name));
        if (query.descending()) {
            Collections.reverse(runs);
        }
        return runs;
    }

    private static List<Notification> described(List<NotificationDocument> documents, Instant now) {
        return documents.stream()
                .map(document ->
                        document.isAhead(now) ? document.describedAs(Status.SCHEDULED) : document.toNotification())
                .toList();
    }

    /** Ties are broken by id in the same direction, so that an index serves both. */
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
