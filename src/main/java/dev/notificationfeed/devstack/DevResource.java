package dev.notificationfeed.devstack;

import io.quarkus.arc.profile.IfBuildProfile;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import org.apache.kafka.common.KafkaException;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** What a developer needs to try the service: tokens, and a way to publish without a Kafka client. */
@Path("/dev")
@Blocking
@IfBuildProfile(anyOf = {"dev", "test"})
class DevResource {

    private static final String STRUCTURED = "application/cloudevents+json";

    private final DevStackConfig config;
    private final DevEvents events;

    DevResource(DevStackConfig config, DevEvents events) {
        this.config = config;
        this.events = events;
    }

    /** A token of the embedded issuer. */
    @GET
    @Path("/token")
    @Operation(hidden = true)
    @Produces(MediaType.TEXT_PLAIN)
    public Response token(@Context UriInfo uri) throws IOException, InterruptedException {
        if (config.issuerUrl().isEmpty()) {
            return sentence(Response.Status.NOT_FOUND, "Tokens come from the issuer that is set in the environment.");
        }
        var query = uri.getRequestUri().getRawQuery();
        var request = URI.create(config.issuerUrl().get() + "/token" + (query == null ? "" : "?" + query));
        var answer =
                HttpClient.newHttpClient().send(HttpRequest.newBuilder(request).build(), BodyHandlers.ofString());
        return Response.status(answer.statusCode()).entity(answer.body()).build();
    }

    /** Puts the body, whatever it is, on the topic for events. */
    @POST
    @Path("/events")
    @Operation(hidden = true)
    @Consumes(MediaType.WILDCARD)
    @Produces({MediaType.APPLICATION_JSON, MediaType.TEXT_PLAIN})
    public Response publish(@HeaderParam(HttpHeaders.CONTENT_TYPE) String contentType, byte[] event) {
        try {
            var structured = contentType != null && contentType.startsWith(STRUCTURED);
            var put = events.put(event, structured ? contentType : null);
            return Response.accepted(new Published(put.topic(), put.partition(), put.offset()))
                    .type(MediaType.APPLICATION_JSON)
                    .build();
        } catch (KafkaException e) {
            return sentence(Response.Status.SERVICE_UNAVAILABLE, "Kafka did not take it: " + e.getMessage());
        }
    }

    private static Response sentence(Response.Status status, String sentence) {
        return Response.status(status)
                .entity(sentence)
                .type(MediaType.TEXT_PLAIN)
                .build();
    }

    /** Where an event has gone. */
    record Published(String topic, int partition, long offset) {}
}
