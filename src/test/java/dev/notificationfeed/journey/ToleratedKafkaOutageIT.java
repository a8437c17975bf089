package dev.notificationfeed.journey;

import static io.restassured.RestAssured.given;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.notificationfeed.deploy.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A Kafka outage with the settings of {@code deploy/kubernetes}. */
@Tag(Scale.TAG)
@Tag(Scale.LONG_ONLY)
class ToleratedKafkaOutageIT {

    private static final Duration NOTICED = Duration.ofSeconds(30);
    /** Longer than the three failed checks that are tolerated by default. */
    private static final Duration AWAY = Duration.ofSeconds(20);

    private static final Duration BACK = Duration.ofSeconds(90);

    @Test
    void replicaStaysReadyWhileStreamsAreUnavailable(@TempDir Path data) {
        try (var backend = Backend.start(data);
                var service = ServiceProcess.start("forgiven-kafka", environment(backend))) {
            service.awaitReady();
            await().atMost(NOTICED).until(() -> streamsAre(200, service));

            backend.kafka().stop();
            await().atMost(NOTICED).until(() -> streamsAre(424, service));
            await().during(AWAY).atMost(AWAY.plus(NOTICED)).until(() -> isReady(service) && lists(backend, service));

            backend.kafka().start();
            await().atMost(BACK).until(() -> isReady(service) && streamsAre(200, service));
        }
    }

    private static Map<String, String> environment(Backend backend) {
        var environment = new HashMap<>(backend.environment());
        environment.putAll(Settings.of("production").entrySet().stream()
                .filter(setting -> setting.getKey().startsWith("NOTIFICATIONS_"))
                .collect(toMap(Map.Entry::getKey, Map.Entry::getValue)));
        return environment;
    }

    /** Checks each response: one that is not ready would remove the replica from its Service, and fails this test. */
    private static boolean isReady(ServiceProcess service) {
        assertThat(service.readiness().status()).isEqualTo(200);
        return true;
    }

    private static boolean streamsAre(int status, ServiceProcess service) {
        return Readiness.status(service.url("/api/capabilities/check?require=notifications.stream")) == status;
    }

    private static boolean lists(Backend backend, ServiceProcess service) {
        given().auth()
                .oauth2(backend.token("47165"))
                .get(service.url("/api/notifications"))
                .then()
                .statusCode(200);
        return true;
    }
}
