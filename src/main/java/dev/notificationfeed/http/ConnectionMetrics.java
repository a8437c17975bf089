package dev.notificationfeed.http;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts callers' connections. */
@Singleton
class ConnectionMetrics {

    private final AtomicInteger open;
    private final Counter refused;
    private final Map<Connection.Deadline, Counter> cut = new EnumMap<>(Connection.Deadline.class);

    ConnectionMetrics(MeterRegistry registry, ConnectionConfig config) {
        open = registry.gauge("notifications.connections.open", new AtomicInteger());
        registry.gauge("notifications.connections.limit", config, ConnectionConfig::max);
        refused = Counter.builder("notifications.connections.refused")
                .description("Connections beyond the number that is served")
                .register(registry);
        for (Connection.Deadline what : Connection.Deadline.values()) {
            cut.put(what, cuts(what, registry));
        }
    }

    /** There from the start, so that an alert can be written on it. */
    private static Counter cuts(Connection.Deadline what, MeterRegistry registry) {
        return Counter.builder("notifications.connections.cut")
                .description("Connections that were cut off, by what did not come in time")
                .tag("overdue", what.name().toLowerCase(Locale.ROOT))
                .register(registry);
    }

    /** How many are open on this replica; also the number that the limit is held against. */
    AtomicInteger open() {
        return open;
    }

    void refused() {
        refused.increment();
    }

    void cut(Connection.Deadline what) {
        cut.get(what).increment();
    }
}
