package dev.notificationfeed.devstack;

/**
 * A port of the development setup: the usual one, or a free one if that is taken. The choice is kept in a system property,
 * because it must survive a live reload, which loads every class again.
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

    /** The configuration key of the address. */
    String property() {
        return property;
    }

    /** The value for that key. */
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
