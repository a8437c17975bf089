package dev.notificationfeed.devstack;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
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

/** Tokens, and publishing without a Kafka client. Answers end with a line break, for the sake of terminals. */
@Path("/dev")
@Blocking
@IfBuildProfile(anyOf = {"dev", "test"})
class DevResource {

    private static final String STRUCTURED = "application/cloudevents+json";

    private final DevStackConfig config;
    private final DevEvents events;
    private final ObjectMapper json;

    DevResource(DevStackConfig config, DevEvents events, ObjectMapper json) {
        this.config = config;
        this.events = events;
        this.json = json;
    }

    /** A token of the embedded issuer; 404 without one. */
    @GET
    @Path("/token")
    @Operation(hidden = true)
    @Produces(MediaType.TEXT_PLAIN)
    public Response token(@Context UriInfo uri) throws IOException, InterruptedException {
        if (config.issuerUrl().isEmpty()) {
            return sentence(
                    Response.Status.NOT_FOUND,
                    "There is no embedded issuer: tokens come from quarkus.oidc.auth-server-url.");
        }
        var query = uri.getRequestUri().getRawQuery();
        var request = URI.create(config.issuerUrl().get() + "/token" + (query == null ? "" : "?" + query));
        var answer =
                HttpClient.newHttpClient().send(HttpRequest.newBuilder(request).build(), BodyHandlers.ofString());
        return Response.status(answer.statusCode()).entity(answer.body()).build();
    }

    /** Publishes the body, whatever it is, on the topic for events, and answers what became of it. */
    @POST
    @Path("/events")
    @Operation(hidden = true)
    @Consumes(MediaType.WILDCARD)
    @Produces({MediaType.APPLICATION_JSON, MediaType.TEXT_PLAIN})
    public Response publish(@HeaderParam(HttpHeaders.CONTENT_TYPE) String contentType, byte[] event)
            throws JsonProcessingException {
        try {
            var structured = contentType != null && contentType.startsWith(STRUCTURED);
            var published = events.publish(event, structured ? contentType : null);
            return Response.accepted(json.writeValueAsString(published) + "\n")
                    .type(MediaType.APPLICATION_JSON)
                    .build();
        } catch (KafkaException e) {
            return sentence(Response.Status.SERVICE_UNAVAILABLE, "Kafka failed: " + e.getMessage());
        }
    }

    private static Response sentence(Response.Status status, String sentence) {
        return Response.status(status)
                .entity(sentence + "\n")
                .type(MediaType.TEXT_PLAIN)
                .build();
    }
}
