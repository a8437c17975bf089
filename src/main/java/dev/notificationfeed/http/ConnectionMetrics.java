package dev.notificationfeed.http;

import dev.notificationfeed.wire.WireName;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.util.EnumMap;
import java.util.Map;

/** Metrics of callers' connections. */
@Singleton
class ConnectionMetrics {

    private final Counter refused;
    private final Map<Connection.Deadline, Counter> cut = new EnumMap<>(Connection.Deadline.class);

    ConnectionMetrics(MeterRegistry registry, ConnectionConfig config, OpenConnections open) {
        registry.gauge("notifications.connections.open", open, OpenConnections::count);
        registry.gauge("notifications.connections.limit", config, ConnectionConfig::max);
        refused = Counter.builder("notifications.connections.refused")
                .description("Connections over the limit")
                .register(registry);
        for (Connection.Deadline missed : Connection.Deadline.values()) {
            cut.put(missed, cuts(missed, registry));
        }
    }

    /** Registered at startup, so that an alert can use it before the first connection is closed. */
    private static Counter cuts(Connection.Deadline missed, MeterRegistry registry) {
        return Counter.builder("notifications.connections.cut")
                .description("Connections closed because of a deadline, by the deadline")
                .tag("overdue", WireName.of(missed))
                .register(registry);
    }

    void refused() {
        refused.increment();
    }

    void cut(Connection.Deadline missed) {
        cut.get(missed).increment();
    }
}
