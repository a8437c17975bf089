package dev.notificationfeed.devstack;

import io.quarkus.arc.profile.IfBuildProfile;
import io.quarkus.vertx.http.HttpServerStart;
import io.smallrye.config.SmallRyeConfig;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.event.ObservesAsync;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Logs how to use the service when it is ready for the first time; not again after a live reload. */
@Singleton
@IfBuildProfile("dev")
class StartMessage {

    private static final Logger LOG = Logger.getLogger(StartMessage.class);
    private static final int OK = 200;
    private static final int PAUSE_MILLIS = 200;

    /** A system property, because a live reload loads every class again. */
    private static final String LOGGED = "notification-feed.devstack.start-message";

    private final SmallRyeConfig settings;
    private final DevStackConfig config;
    private final CountDownLatch stopped = new CountDownLatch(1);

    StartMessage(SmallRyeConfig settings, DevStackConfig config) {
        this.settings = settings;
        this.config = config;
    }

    void logWhenReady(@ObservesAsync HttpServerStart started) throws InterruptedException {
        if (System.getProperty(LOGGED) != null) {
            return;
        }
        while (!isReady()) {
            if (stopped.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
                return;
            }
        }
        System.setProperty(LOGGED, "");
        LOG.info(text(port(DevPort.HTTP), config));
    }

    @PreDestroy
    void stop() {
        stopped.countDown();
    }

    /** The message: addresses, one call that can be pasted, how to stop, and how to delete the data. */
    static String text(int port, DevStackConfig config) {
        var token = config.issuerUrl()
                .map(issuer -> "$(curl -s 'localhost:%d/dev/token?recipient=47165')".formatted(port))
                .orElse("$TOKEN");
        return """
            Notification Feed is ready.

              Inbox   http://localhost:%1$d/
              List    curl -s -w '\\n' -H "Authorization: Bearer %2$s" localhost:%1$d/api/notifications
              Stop    q or Ctrl+C
              Reset   stop, then delete %3$s: it keeps Kafka's records, MongoDB's documents and the signing key
            """.formatted(port, token, config.directory());
    }

    private boolean isReady() throws InterruptedException {
        var address = URI.create("http://localhost:" + port(DevPort.MANAGEMENT) + "/q/health/ready");
        try {
            return HttpClient.newHttpClient()
                            .send(HttpRequest.newBuilder(address).build(), BodyHandlers.discarding())
                            .statusCode()
                    == OK;
        } catch (IOException e) {
            return false;
        }
    }

    private int port(DevPort port) {
        return settings.getValue(port.property(), Integer.class);
    }
}
