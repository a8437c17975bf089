package dev.notificationfeed.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.notificationfeed.problem.ProblemException;
import dev.notificationfeed.problem.ProblemType;
import io.smallrye.common.annotation.NonBlocking;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestResponse;

/** The JSON Schemas of events, dead letters, feed records and frames. Not part of the OpenAPI document, as {@code /q/openapi} is not. */
@Path("/schemas")
@PermitAll
@NonBlocking
class SchemasResource {

    /** Named here, because a class path cannot be listed. */
    static final List<String> NAMES = List.of(
            "dead-letter-headers.v1.json",
            "event-envelope.v1.json",
            "feed-record.v1.json",
            "notification-created.v1.json",
            "notification-gone.v1.json",
            "notification-item.v1.json",
            "notification-status-changed.v1.json",
            "notification-withdrawn.v1.json",
            "stream-ready.v1.json",
            "stream-reset.v1.json",
            "stream-unread.v1.json");

    private static final String MEDIA_TYPE = "application/schema+json";
    private static final MediaType TYPE = MediaType.valueOf(MEDIA_TYPE);
    private static final String PATH = "/schemas/";

    private final Map<String, String> schemas = NAMES.stream()
            .collect(Collectors.toUnmodifiableMap(Function.identity(), name -> Descriptions.read(PATH + name)));

    private final String list;

    SchemasResource(ObjectMapper json) throws JsonProcessingException {
        list = json.writeValueAsString(
                NAMES.stream().map(name -> new Entry(name, PATH + name)).toList());
    }

    /** The names and addresses of all schemas. */
    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(hidden = true)
    public RestResponse<String> list() {
        return Descriptions.answer(list, MediaType.APPLICATION_JSON_TYPE);
    }

    /** One schema; also for clients that accept plain JSON only. */
    @GET
    @Path("/{name}")
    @Produces({MEDIA_TYPE, MediaType.APPLICATION_JSON})
    @Operation(hidden = true)
    public RestResponse<String> schema(@RestPath String name) {
        String schema = schemas.get(name);
        if (schema == null) {
            throw new ProblemException(ProblemType.NOT_FOUND, "Schema not found.");
        }
        return Descriptions.answer(schema, TYPE);
    }

    /** One schema of the list; the address is relative to the service. */
    record Entry(String name, String address) {}
}
