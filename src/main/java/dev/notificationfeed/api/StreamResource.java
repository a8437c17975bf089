package dev.notificationfeed.api;

import dev.notificationfeed.security.Caller;
import dev.notificationfeed.stream.FeedStream;
import dev.notificationfeed.stream.SocketOutlet;
import dev.notificationfeed.stream.Streams;
import io.quarkus.security.Authenticated;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestHeader;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.RestResponse;

/** Opens the live stream of a person's notifications. */
@Path("/api/notifications/stream")
@Authenticated
@Tag(name = "Notifications")
class StreamResource {

    private final Streams streams;
    private final Caller caller;

    StreamResource(Streams streams, Caller caller) {
        this.streams = streams;
        this.caller = caller;
    }

    /** The header takes precedence: when a browser reconnects, it sends the header and repeats the parameter of the first URL. */
    @GET
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @Operation(
            operationId = "stream",
            summary = "Live changes of the list, as server-sent events",
            description = "Frames: ready, created, updated, deleted, unread, reset; a comment line as heartbeat."
                    + " /q/asyncapi describes the data of each.")
    @APIResponse(
            responseCode = "200",
            description = "The stream; it ends when the token expires",
            content =
                    @Content(
                            mediaType = MediaType.SERVER_SENT_EVENTS,
                            schema = @Schema(implementation = String.class),
                            example = OpenApiExamples.STREAM))
    // Replicas of version 1.0.0 refuse an eleventh stream; this one ends the oldest.
    @Extension(name = OpenApiProblems.EXTENSION, value = "too-many-streams feed-unavailable shutting-down overloaded")
    public Uni<RestResponse<FeedStream>> follow(
            @Parameter(description = "The id of the last frame received, to resume after it")
                    @RestHeader("Last-Event-ID")
                    String lastEventIdHeader,
            @Parameter(description = "The same, for clients that cannot set the header") @RestQuery String lastEventId,
            @Context HttpServerRequest request) {
        String position = lastEventIdHeader == null ? lastEventId : lastEventIdHeader;
        return streams.open(caller.recipient(), position, caller.tokenExpiresAt(), new SocketOutlet(request))
                .map(StreamResource::unbuffered);
    }

    /** Answers only the headers. Without this method, HEAD would open a stream that nobody reads. */
    @HEAD
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @Operation(hidden = true)
    public RestResponse<Void> describe() {
        caller.recipient();
        return RestResponse.ok();
    }

    /** {@code X-Accel-Buffering} tells nginx not to buffer the stream. */
    private static RestResponse<FeedStream> unbuffered(FeedStream stream) {
        return RestResponse.ResponseBuilder.ok(stream, MediaType.SERVER_SENT_EVENTS_TYPE)
                .header("X-Accel-Buffering", "no")
                .build();
    }
}
