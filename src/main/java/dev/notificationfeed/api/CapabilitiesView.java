package dev.notificationfeed.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The capabilities of the deployment, each with the reason if it is not available. */
@Schema(requiredProperties = {"version", "capabilities"})
record CapabilitiesView(String version, Map<String, Availability> capabilities) {

    @Schema(requiredProperties = "available")
    record Availability(
            boolean available,
            @JsonInclude(JsonInclude.Include.NON_NULL) String reason) {

        static Availability of(String lack) {
            return lack.isEmpty() ? new Availability(true, null) : new Availability(false, lack);
        }
    }

    /** A capability that was required and is not available. */
    record Missing(String capability, String reason) {}

    static CapabilitiesView of(String version, Map<String, String> lacks) {
        Map<String, Availability> capabilities = new LinkedHashMap<>();
        lacks.forEach((id, lack) -> capabilities.put(id, Availability.of(lack)));
        return new CapabilitiesView(version, capabilities);
    }
}
