package dev.notificationfeed.health;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.function.Predicate;

/** Exports the last known state of each dependency; a scrape starts no check. */
@Singleton
class DependencyMetrics {

    private final Dependencies dependencies;
    private final MeterRegistry registry;

    DependencyMetrics(Dependencies dependencies, MeterRegistry registry) {
        this.dependencies = dependencies;
        this.registry = registry;
    }

    void register(@Observes StartupEvent started) {
        dependencies.states().forEach(state -> register(state.name()));
    }

    private void register(String check) {
        gauge(
                "up",
                "Whether the last check succeeded: 1 or 0",
                check,
                state -> state.result().up());
        gauge("ready", "Whether the dependency counts as up for readiness: 1 or 0", check, DependencyState::ready);
    }

    private void gauge(String what, String description, String check, Predicate<DependencyState> holds) {
        Gauge.builder("notifications.dependency." + what, () -> holds.test(dependencies.state(check)) ? 1 : 0)
                .description(description)
                .tag("check", check)
                .register(registry);
    }
}
