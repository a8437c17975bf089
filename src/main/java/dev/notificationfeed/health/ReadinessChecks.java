package dev.notificationfeed.health;

import io.quarkus.runtime.StartupEvent;
import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.health.api.HealthRegistry;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/**
 * One readiness check for each dependency, answered from the last result, so that a probe never waits. Liveness and startup
 * have no checks: a process that responds is alive, and a restart repairs no dependency.
 */
@Singleton
class ReadinessChecks {

    private final Dependencies dependencies;
    private final HealthRegistry registry;

    ReadinessChecks(Dependencies dependencies, @Readiness HealthRegistry registry) {
        this.dependencies = dependencies;
        this.registry = registry;
    }

    void register(@Observes StartupEvent started) {
        dependencies.states().forEach(state -> registry.register(state.name(), checkOf(state.name())));
    }

    private AsyncHealthCheck checkOf(String name) {
        return () -> Uni.createFrom().item(() -> response(dependencies.state(name)));
    }

    static HealthCheckResponse response(DependencyState state) {
        HealthCheckResponseBuilder response =
                HealthCheckResponse.named(state.name()).status(state.ready());
        state.result().data().forEach(response::withData);
        if (state.result().reason() != null) {
            response.withData("reason", state.result().reason());
        }
        return response.build();
    }
}
