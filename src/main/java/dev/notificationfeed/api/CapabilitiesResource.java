package dev.notificationfeed.api;

import dev.notificationfeed.api.CapabilitiesView.Missing;
import dev.notificationfeed.capability.Capabilities;
import dev.notificationfeed.problem.ProblemException;
import dev.notificationfeed.problem.ProblemType;
import io.smallrye.common.annotation.NonBlocking;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestQuery;

/** Tells release pipelines, before they roll out a client, and pages, before they show a bell, what they can rely on. */
@Path("/api/capabilities")
@Produces(MediaType.APPLICATION_JSON)
@PermitAll
@NonBlocking
@Tag(name = "Capabilities", description = "What every replica of this deployment can do now. No token needed.")
class CapabilitiesResource {

    private final Capabilities capabilities;
    private final String version;

    CapabilitiesResource(
            Capabilities capabilities, @ConfigProperty(name = "quarkus.application.version") String version) {
        this.capabilities = capabilities;
        this.version = version;
    }

    @GET
    @Operation(operationId = "capabilities", summary = "All capabilities")
    public CapabilitiesView all() {
        return CapabilitiesView.of(version, capabilities.unavailableReasons());
    }

    @GET
    @Path("/check")
    @Operation(operationId = "checkCapabilities", summary = "Answers 200 only if all named capabilities are available")
    @Extension(name = OpenApiProblems.EXTENSION, value = "invalid-parameter prerequisite-missing")
    public CapabilitiesView check(@RestQuery List<String> require) {
        Map<String, String> required = lacksOf(new QueryParameter("require", require).values());
        List<Missing> missing = required.entrySet().stream()
                .filter(entry -> !entry.getValue().isEmpty())
                .map(entry -> new Missing(entry.getKey(), entry.getValue()))
                .toList();
        if (!missing.isEmpty()) {
            throw prerequisiteMissing(missing);
        }
        return CapabilitiesView.of(version, required);
    }

    private Map<String, String> lacksOf(List<String> names) {
        if (names.isEmpty()) {
            throw new ProblemException(ProblemType.INVALID_PARAMETER, "require must name at least one capability");
        }
        Map<String, String> lacks = capabilities.unavailableReasons();
        Map<String, String> required = new LinkedHashMap<>();
        names.forEach(name -> required.put(name, lacks.getOrDefault(name, "unknown capability")));
        return required;
    }

    private static ProblemException prerequisiteMissing(List<Missing> missing) {
        String detail = missing.stream().map(Missing::capability).collect(Collectors.joining(", ", "missing: ", ""));
        return new ProblemException(ProblemType.PREREQUISITE_MISSING, detail).with("missing", missing);
    }
}
