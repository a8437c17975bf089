package dev.notificationfeed.api;

import dev.notificationfeed.notification.NotificationType;
import dev.notificationfeed.notification.Recipient;
import dev.notificationfeed.notification.Status;
import dev.notificationfeed.store.ListQuery;
import dev.notificationfeed.store.ListQuery.Audience;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jboss.resteasy.reactive.RestQuery;

/** The query parameters of a list; each has all values that were sent. */
record ListParameters(
        @RestQuery
        @Parameter(
                description = "From 0 to 1000000; default 0.",
                schema = @Schema(type = SchemaType.INTEGER, examples = "0"))
        List<String> page,

        @RestQuery
        @Parameter(
                description = "Items on a page, 1 to 2000; 0 or absent means 2000.",
                schema = @Schema(type = SchemaType.INTEGER, examples = "50"))
        List<String> size,

        @RestQuery
        @Parameter(
                description =
                        "sentAt, status, subject or contact, optionally followed by ,asc or ,desc; default sentAt,desc.",
                schema = @Schema(type = SchemaType.STRING, examples = "sentAt,desc"))
        List<String> sort,

        @RestQuery
        @Parameter(
                description = "Only these types, separated by commas.",
                schema = @Schema(type = SchemaType.STRING, examples = "IN_APP,EMAIL"))
        List<String> type,

        @RestQuery
        @Parameter(
                description = "Only these statuses, separated by commas.",
                schema = @Schema(type = SchemaType.STRING, examples = "UNREAD,READ"))
        List<String> status,

        @RestQuery
        @Parameter(
                description =
                        "Only items whose title, subject, status or contact contains this text, ignoring case; at most 300 characters.",
                schema = @Schema(type = SchemaType.STRING, examples = "placement"))
        List<String> keyword) {

    private static final int MAX_KEYWORD_LENGTH = 300;

    /**
     * The query that the parameters describe.
     *
     * @throws dev.notificationfeed.problem.ProblemException if a parameter is invalid
     */
    ListQuery toQuery(Recipient recipient, Audience audience) {
        SortOrder order = SortOrder.of(new QueryParameter("sort", sort));
        return new ListQuery(
                recipient,
                audience,
                new QueryParameter("type", type).choices(Set.of(NotificationType.values()), NotificationType.class),
                new QueryParameter("status", status).choices(statusesFor(audience), Status.class),
                new QueryParameter("keyword", keyword).text(MAX_KEYWORD_LENGTH),
                order.field(),
                order.descending(),
                new QueryParameter("page", page).number(ListQuery.MAX_PAGE),
                sizeOrLargest());
    }

    private int sizeOrLargest() {
        int asked = new QueryParameter("size", size).number(ListQuery.MAX_SIZE);
        return asked == 0 ? ListQuery.MAX_SIZE : asked;
    }

    private static Set<Status> statusesFor(Audience audience) {
        return audience == Audience.STAFF
                ? EnumSet.allOf(Status.class)
                : EnumSet.complementOf(EnumSet.of(Status.SCHEDULED));
    }
}
