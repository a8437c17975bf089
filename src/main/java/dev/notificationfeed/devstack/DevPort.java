package dev.notificationfeed.devstack;

/**
 * A port that something listens on in development: the usual one, or a free one where that is taken. Which one it is lies
 * in a system property, because it must stay the same when a live reload loads every class anew.
 */
enum DevPort {
    HTTP("quarkus.http.port", "%d", 8080),
    MANAGEMENT("quarkus.management.port", "%d", 9000),
    KAFKA("kafka.bootstrap.servers", "localhost:%d", 9092),
    MONGODB("quarkus.mongodb.connection-string", "mongodb://localhost:%d", 27017),
    ISSUER("quarkus.oidc.auth-server-url", "http://localhost:%d", 8180);

    private static final String CHOICE = "notification-feed.devstack.";

    private final String property;
    private final String form;
    private final int usual;

    DevPort(String property, String form, int usual) {
        this.property = property;
        this.form = form;
        this.usual = usual;
    }

    /** The setting that tells the service where it is. */
    String property() {
        return property;
    }

    /** The value of that setting. */
    String address() {
        return form.formatted(number());
    }

    int number() {
        return Integer.parseInt((String)
                System.getProperties().computeIfAbsent(CHOICE + this, choice -> String.valueOf(Ports.freeOr(usual))));
    }

    int usual() {
        return usual;
    }
}
