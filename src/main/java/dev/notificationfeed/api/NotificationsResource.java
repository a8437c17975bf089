package dev.notificationfeed.api;

import dev.notificationfeed.feed.ItemView;
import dev.notificationfeed.feed.RecipientActions;
import dev.notificationfeed.notification.NotificationId;
import dev.notificationfeed.notification.Status;
import dev.notificationfeed.problem.ProblemException;
import dev.notificationfeed.problem.ProblemType;
import dev.notificationfeed.security.Caller;
import dev.notificationfeed.store.ListQuery;
import dev.notificationfeed.store.ListQuery.Audience;
import dev.notificationfeed.store.Message;
import dev.notificationfeed.store.NotificationStore;
import dev.notificationfeed.stream.StreamConfig;
import io.quarkus.security.Authenticated;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;

/** A person's own notifications. No answer waits for Kafka. */
@Path("/api/notifications")
@Produces(MediaType.APPLICATION_JSON)
@Authenticated
@Tag(name = "Notifications", description = "The notifications of the bearer of the token.")
class NotificationsResource {

    private final NotificationStore store;
    private final RecipientActions actions;
    private final Caller caller;
    private final StreamConfig streams;

    NotificationsResource(NotificationStore store, RecipientActions actions, Caller caller, StreamConfig streams) {
        this.store = store;
        this.actions = actions;
        this.caller = caller;
        this.streams = streams;
    }

    @GET
    @Operation(operationId = "list", summary = "One page of the list, by default newest first")
    @Extension(name = OpenApiProblems.EXTENSION, value = "invalid-parameter")
    public Uni<PageView> list(@BeanParam ListParameters parameters) {
        ListQuery query = parameters.toQuery(caller.recipient(), Audience.RECIPIENT);
        return store.list(query).map(found -> PageView.of(found, query));
    }

    @GET
    @Path("/unread-count")
    @Operation(operationId = "unreadCount", summary = "How many in-app items are unread, up to 10,000")
    public Uni<UnreadView> unreadCount() {
        return store.countUnread(caller.recipient(), streams.unreadMost()).map(UnreadView::new);
    }

    @GET
    @Path("/{id}")
    @Operation(operationId = "item", summary = "One item")
    @Extension(name = OpenApiProblems.EXTENSION, value = "not-found")
    public Uni<ItemView> item(@RestPath String id) {
        return store.find(caller.recipient(), idOf(id))
                .onItem()
                .ifNull()
                .failWith(NotificationsResource::notFound)
                .map(ItemView::of);
    }

    @GET
    @Path("/{id}/message")
    @Operation(operationId = "message", summary = "The text of one item: title and sanitised HTML")
    @Extension(name = OpenApiProblems.EXTENSION, value = "not-found no-content")
    public Uni<MessageView> message(@RestPath String id) {
        return store.message(caller.recipient(), idOf(id))
                .onItem()
                .ifNull()
                .failWith(NotificationsResource::notFound)
                .invoke(NotificationsResource::requireContent)
                .map(MessageView::of);
    }

    @PUT
    @Path("/{id}/mark-read")
    @Operation(operationId = "markRead", summary = "Marks one in-app item as read")
    @Extension(name = OpenApiProblems.EXTENSION, value = OpenApiProblems.MARK_PROBLEMS)
    public Uni<ItemView> markRead(@RestPath String id) {
        return mark(id, Status.READ);
    }

    @PUT
    @Path("/{id}/mark-unread")
    @Operation(operationId = "markUnread", summary = "Marks one in-app item as unread again; readAt stays")
    @Extension(name = OpenApiProblems.EXTENSION, value = OpenApiProblems.MARK_PROBLEMS)
    public Uni<ItemView> markUnread(@RestPath String id) {
        return mark(id, Status.UNREAD);
    }

    @PUT
    @Path("/{id}/archive")
    @Operation(operationId = "archive", summary = "Archives one in-app item")
    @Extension(name = OpenApiProblems.EXTENSION, value = OpenApiProblems.MARK_PROBLEMS)
    public Uni<ItemView> archive(@RestPath String id) {
        return mark(id, Status.ARCHIVED);
    }

    @POST
    @Path("/mark-all-read")
    @Operation(operationId = "markAllRead", summary = "Marks every unread in-app item that the list shows as read")
    @Extension(name = OpenApiProblems.EXTENSION, value = OpenApiProblems.BODY_PROBLEMS)
    public Uni<ChangedView> markAllRead() {
        return actions.markAllRead(caller.recipient()).map(ChangedView::new);
    }

    private Uni<ItemView> mark(String id, Status status) {
        return actions.mark(caller.recipient(), idOf(id), status)
                .onItem()
                .ifNull()
                .failWith(NotificationsResource::notFound)
                .map(ItemView::of);
    }

    /** A malformed id gets the same 404 as an unknown one. */
    private static NotificationId idOf(String text) {
        if (!NotificationId.isWellFormed(text)) {
            throw notFound();
        }
        return new NotificationId(text);
    }

    private static void requireContent(Message message) {
        if (message.content() == null) {
            throw new ProblemException(ProblemType.NO_CONTENT, "This notification has no content.");
        }
    }

    private static ProblemException notFound() {
        return new ProblemException(ProblemType.NOT_FOUND, "Notification not found.");
    }
}
