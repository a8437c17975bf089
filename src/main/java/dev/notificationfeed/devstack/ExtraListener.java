package dev.notificationfeed.devstack;

import java.util.Map;

/**
 * A second listener of the embedded broker. Whoever comes in by it is told its address alone, and so never gets to the
 * first one.
 */
public final class ExtraListener {

    private static final int NOWHERE = -1;

    private final int port;
    private final int advertisedPort;
    private final String protocol;
    private final Map<String, String> settings;

    private ExtraListener(int port, int advertisedPort, String protocol, Map<String, String> settings) {
        this.port = port;
        this.advertisedPort = advertisedPort;
        this.protocol = protocol;
        this.settings = Map.copyOf(settings);
    }

    static ExtraListener none() {
        return new ExtraListener(NOWHERE, NOWHERE, "PLAINTEXT", Map.of());
    }

    /**
     * For clients that reach the broker through something in front of it.
     *
     * @param port where it listens
     * @param advertisedPort where it tells clients to go
     */
    public static ExtraListener detour(int port, int advertisedPort) {
        return new ExtraListener(port, advertisedPort, "PLAINTEXT", Map.of());
    }

    /**
     * For clients that know a password (SASL/PLAIN without TLS).
     *
     * @param port where it listens
     * @param user the one user that it knows
     * @param password the user's, without quotes and backslashes
     */
    public static ExtraListener guarded(int port, String user, String password) {
        return new ExtraListener(
                port,
                port,
                "SASL_PLAINTEXT",
                Map.of(
                        "sasl.enabled.mechanisms",
                        "PLAIN",
                        "listener.name.side.sasl.enabled.mechanisms",
                        "PLAIN",
                        "listener.name.side.plain.sasl.jaas.config",
                        "org.apache.kafka.common.security.plain.PlainLoginModule required user_%s=\"%s\";"
                                .formatted(user, password)));
    }

    String protocol() {
        return protocol;
    }

    Map<String, String> settings() {
        return settings;
    }

    /** What it adds to the broker's {@code listeners}. */
    String listener() {
        return at(port);
    }

    /** What it adds to {@code advertised.listeners}. */
    String advertised() {
        return at(advertisedPort);
    }

    private static String at(int port) {
        return port == NOWHERE ? "" : ",SIDE://localhost:" + port;
    }
}
