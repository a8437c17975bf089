package dev.notificationfeed.api;

import dev.notificationfeed.feed.RecipientActions;
import dev.notificationfeed.notification.InvalidFieldException;
import dev.notificationfeed.notification.Recipient;
import dev.notificationfeed.problem.ProblemException;
import dev.notificationfeed.problem.ProblemType;
import dev.notificationfeed.security.Caller;
import dev.notificationfeed.store.ListQuery;
import dev.notificationfeed.store.ListQuery.Audience;
import dev.notificationfeed.store.NotificationStore;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;

/** Other people's notifications, for staff. */
@Path("/api/recipients/{recipient}/notifications")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(OpenApiRole.ROLE)
@Tag(name = "Recipients", description = "Other people's notifications; needs the role " + OpenApiRole.ROLE + ".")
class RecipientsResource {

    private final NotificationStore store;
    private final RecipientActions actions;
    private final Caller caller;

    RecipientsResource(NotificationStore store, RecipientActions actions, Caller caller) {
        this.store = store;
        this.actions = actions;
        this.caller = caller;
    }

    @GET
    @Operation(
            operationId = "listOf",
            summary = "One page of a person's list; items with a future sentAt are SCHEDULED")
    @Extension(name = OpenApiProblems.EXTENSION, value = "invalid-parameter")
    public Uni<PageView> list(@RestPath String recipient, @BeanParam ListParameters parameters) {
        ListQuery query = parameters.toQuery(recipientOf(recipient), Audience.STAFF);
        return store.list(query).map(found -> PageView.of(found, query));
    }

    @DELETE
    @Operation(operationId = "erase", summary = "Erases all notifications of a person")
    @Extension(name = OpenApiProblems.EXTENSION, value = OpenApiProblems.BODY_PROBLEMS)
    public Uni<Void> erase(@RestPath String recipient) {
        return actions.erase(recipientOf(recipient), caller.subject());
    }

    private static Recipient recipientOf(String text) {
        try {
            return new Recipient(text);
        } catch (InvalidFieldException e) {
            throw new ProblemException(ProblemType.INVALID_PARAMETER, e.getMessage());
        }
    }
}
