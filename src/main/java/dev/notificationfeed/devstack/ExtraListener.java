package dev.notificationfeed.devstack;

import java.util.HashMap;
import java.util.Map;

/**
 * A second listener of the embedded broker. The broker advertises to its clients the address of this listener only, so
 * they never connect to the first one.
 */
public final class ExtraListener {

    private static final int NO_PORT = -1;

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
        return new ExtraListener(NO_PORT, NO_PORT, "PLAINTEXT", Map.of());
    }

    /**
     * For clients that reach the broker through a proxy.
     *
     * @param port the port that the broker listens on
     * @param advertisedPort the port of the proxy
     */
    public static ExtraListener proxied(int port, int advertisedPort) {
        return new ExtraListener(port, advertisedPort, "PLAINTEXT", Map.of());
    }

    /**
     * For clients with a password (SASL/PLAIN without TLS).
     *
     * @param port the port that the broker listens on
     * @param user the only user
     * @param password the user's, without quotes and backslashes
     */
    public static ExtraListener withPassword(int port, String user, String password) {
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

    /** A copy on which users have no rights but those of access control lists; clients of the first listener may do anything. */
    public ExtraListener withAuthorizer() {
        var authorizing = new HashMap<>(settings);
        authorizing.put("authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer");
        authorizing.put("super.users", "User:ANONYMOUS");
        return new ExtraListener(port, advertisedPort, protocol, authorizing);
    }

    String protocol() {
        return protocol;
    }

    Map<String, String> settings() {
        return settings;
    }

    /** The addition to the broker setting {@code listeners}. */
    String listener() {
        return at(port);
    }

    /** The addition to the broker setting {@code advertised.listeners}. */
    String advertised() {
        return at(advertisedPort);
    }

    private static String at(int port) {
        return port == NO_PORT ? "" : ",SIDE://localhost:" + port;
    }
}
