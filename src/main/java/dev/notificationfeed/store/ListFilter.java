package dev.notificationfeed.store;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.exists;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.or;

import dev.notificationfeed.mongodb.Fields;
import dev.notificationfeed.notification.Status;
import dev.notificationfeed.store.ListQuery.Audience;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.bson.conversions.Bson;

/** A {@link ListQuery} as a filter. Staff see scheduled items with the status {@code SCHEDULED}, which is not stored. */
final class ListFilter {

    private final ListQuery query;
    private final Instant now;

    ListFilter(ListQuery query, Instant now) {
        this.query = query;
        this.now = now;
    }

    Bson all() {
        List<Bson> parts = new ArrayList<>();
        parts.add(eq(Fields.RECIPIENT, query.recipient().value()));
        // A tombstone has no sentAt.
        parts.add(forStaff() ? exists(Fields.SENT_AT) : Visibility.sent(now));
        parts.add(Visibility.notExpired(now));
        if (!query.types().isEmpty()) {
            parts.add(in(Fields.TYPE, names(query.types())));
        }
        if (!query.statuses().isEmpty()) {
            parts.add(shownAs(query.statuses()));
        }
        if (query.keyword() != null) {
            parts.add(containing(new Keyword(query.keyword())));
        }
        return and(parts);
    }

    /** The items of the list that are shown with one of these statuses. */
    Bson allShownAs(Collection<Status> statuses) {
        return and(all(), shownAs(statuses));
    }

    private Bson shownAs(Collection<Status> statuses) {
        Bson stored = in(Fields.STATUS, names(statuses));
        if (!forStaff()) {
            return stored;
        }
        Bson storedAndSent = and(stored, Visibility.sent(now));
        return statuses.contains(Status.SCHEDULED) ? or(scheduled(), storedAndSent) : storedAndSent;
    }

    private Bson containing(Keyword keyword) {
        Bson inStatus = keyword.in(Fields.STATUS);
        List<Bson> places = new ArrayList<>(List.of(
                keyword.in(Fields.SUBJECT_TEXT),
                keyword.in(Fields.SUBJECT),
                keyword.in(Fields.CONTACT),
                forStaff() ? and(inStatus, Visibility.sent(now)) : inStatus));
        if (forStaff() && keyword.isIn(Status.SCHEDULED.name())) {
            places.add(scheduled());
        }
        return or(places);
    }

    private Bson scheduled() {
        return gt(Fields.SENT_AT, now);
    }

    private boolean forStaff() {
        return query.audience() == Audience.STAFF;
    }

    private static List<String> names(Collection<? extends Enum<?>> constants) {
        return constants.stream().map(Enum::name).toList();
    }
}
