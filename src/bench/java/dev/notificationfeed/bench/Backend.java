package dev.notificationfeed.bench;

import dev.notificationfeed.devstack.Ports;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A new broker and a new store for replicas, each in its own process. */
final class Backend implements AutoCloseable {

    static final String EVENTS = "notification-events";
    static final String DEAD_LETTERS = "notification-events-dlq";
    static final String FEED = "notification-feed";
    static final int PARTITIONS = 4;

    private static final List<String> BROKER_JVM = List.of("-Xms1g", "-Xmx1g", "-XX:+UseParallelGC");
    private static final List<String> STORE_JVM = List.of("-Xms4g", "-Xmx4g", "-Xmn128m", "-XX:+UseParallelGC");

    private final int brokerPort = Ports.free();
    private final int storePort = Ports.free();
    private final int storeControl = Ports.free();
    private final Path data;
    private final String issuer;
    private final MeasuredProcess broker;
    private final MeasuredProcess store;

    private Backend(Path data, String issuer) {
        this.data = data;
        this.issuer = issuer;
        int brokerControl = Ports.free();
        broker = MeasuredProcess.java(
                "broker", BrokerServer.class, BROKER_JVM, data.toString(), "" + brokerPort, "" + brokerControl);
        store = MeasuredProcess.java("store", StoreServer.class, STORE_JVM, "" + storePort, "" + storeControl);
        broker.awaitAnswer(ControlEndpoint.address(brokerControl));
        store.awaitAnswer(ControlEndpoint.address(storeControl));
    }

    /**
     * Starts both and waits until they answer.
     *
     * @param data the data folder of the broker
     * @param issuer the issuer that replicas trust
     */
    static Backend start(Path data, String issuer) {
        return new Backend(data, issuer);
    }

    String bootstrapServers() {
        return "localhost:" + brokerPort;
    }

    String mongo() {
        return "mongodb://localhost:" + storePort;
    }

    /** The settings of a replica that uses this backend. */
    Map<String, String> environment() {
        return Map.of(
                "KAFKA_BOOTSTRAP_SERVERS",
                bootstrapServers(),
                "QUARKUS_MONGODB_CONNECTION_STRING",
                mongo(),
                "QUARKUS_OIDC_AUTH_SERVER_URL",
                issuer,
                "QUARKUS_OIDC_TOKEN_AUDIENCE",
                "notification-feed");
    }

    /** The number of commands that the store has received, by name and collection, e.g. {@code find notifications}. */
    Map<String, Long> commands() {
        var counts = new TreeMap<String, Long>();
        ControlEndpoint.ask(storeControl).lines().forEach(line -> {
            int count = line.lastIndexOf(' ');
            counts.put(line.substring(0, count), Long.parseLong(line.substring(count + 1)));
        });
        return counts;
    }

    /** The commands between two results of {@link #commands}. */
    static Map<String, Long> difference(Map<String, Long> before, Map<String, Long> after) {
        var sent = new TreeMap<>(after);
        before.forEach((name, count) -> sent.merge(name, -count, Long::sum));
        sent.values().removeIf(count -> count == 0);
        return sent;
    }

    @Override
    public void close() {
        broker.close();
        store.close();
        // A run leaves hundreds of megabytes.
        BenchmarkContext.delete(data);
    }
}
