package dev.notificationfeed.capability;

import dev.notificationfeed.health.Dependencies;
import dev.notificationfeed.health.DependencyState;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The report of this replica. */
@ApplicationScoped
class ThisReplica {

    private final Dependencies dependencies;
    private final String version;
    private final String instance = UUID.randomUUID().toString();

    ThisReplica(Dependencies dependencies, @ConfigProperty(name = "quarkus.application.version") String version) {
        this.dependencies = dependencies;
        this.version = version;
    }

    /** The current report. */
    Replica report() {
        List<DependencyState> states = dependencies.states();
        return new Replica(
                instance,
                version,
                Arrays.stream(Capability.values())
                        .collect(Collectors.toMap(Capability::id, capability -> capability.unavailableReason(states))));
    }
}
