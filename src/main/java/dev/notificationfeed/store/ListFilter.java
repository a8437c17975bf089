package dev.notificationfeed.store;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
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
        parts.add(forStaff() ? Visibility.isItem() : Visibility.shown());
        parts.add(Visibility.notOver(now));
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
        Bson storedAndShown = and(stored, Visibility.notScheduled());
        return statuses.contains(Status.SCHEDULED) ? or(Visibility.scheduled(), storedAndShown) : storedAndShown;
    }

    private Bson containing(Keyword keyword) {
        Bson inStatus = keyword.in(Fields.STATUS);
        List<Bson> places = new ArrayList<>(List.of(
                keyword.in(Fields.SUBJECT_TEXT),
                keyword.in(Fields.SUBJECT),
                keyword.in(Fields.CONTACT),
                forStaff() ? and(inStatus, Visibility.notScheduled()) : inStatus));
        if (forStaff() && keyword.isIn(Status.SCHEDULED.name())) {
            places.add(Visibility.scheduled());
        }
        return or(places);
    }

    private boolean forStaff() {
        return query.audience() == Audience.STAFF;
    }

    private static List<String> names(Collection<? extends Enum<?>> constants) {
        return constants.stream().map(Enum::name).toList();
    }
}
