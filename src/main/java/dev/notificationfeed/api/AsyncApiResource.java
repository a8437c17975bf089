package dev.notificationfeed.api;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.smallrye.common.annotation.NonBlocking;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.RestResponse;

/** Serves the AsyncAPI document of topics and stream as {@code /q/openapi} is served: YAML, or JSON by Accept or {@code format}. */
@Path("/q/asyncapi")
@PermitAll
@NonBlocking
class AsyncApiResource {

    private static final String YAML = "application/yaml";

    private final String yaml;
    private final String json;

    AsyncApiResource(@ConfigProperty(name = "quarkus.application.version") String version) {
        yaml = Descriptions.read("/descriptions/asyncapi.yaml").replace("${version}", version);
        json = toJson(yaml);
    }

    private static String toJson(String document) {
        try {
            return new JsonMapper().writeValueAsString(new YAMLMapper().readTree(document));
        } catch (IOException e) {
            throw new UncheckedIOException("the AsyncAPI document in the package is not YAML", e);
        }
    }

    @GET
    @Produces(YAML)
    @Operation(hidden = true)
    public RestResponse<String> asYaml(@RestQuery String format) {
        return answer(format, false);
    }

    /** The lower quality (qs) makes YAML the answer unless the client prefers JSON. */
    @GET
    @Produces(MediaType.APPLICATION_JSON + ";qs=0.5")
    @Operation(hidden = true)
    public RestResponse<String> asJson(@RestQuery String format) {
        return answer(format, true);
    }

    /** The parameter takes precedence over the header. */
    private RestResponse<String> answer(String format, boolean jsonAccepted) {
        boolean asJson = format == null ? jsonAccepted : format.equalsIgnoreCase("json");
        return asJson
                ? Descriptions.answer(json, MediaType.APPLICATION_JSON_TYPE)
                : Descriptions.answer(yaml, MediaType.valueOf(YAML));
    }
}
