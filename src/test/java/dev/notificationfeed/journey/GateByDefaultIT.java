package dev.notificationfeed.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.notificationfeed.fixture.Gate;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The gate of {@code deploy/gate} and two replicas with default settings, except that one replica lacks the feed.
 */
@Tag(Scale.TAG)
@Tag(Scale.LONG_ONLY)
class GateByDefaultIT {

    private static final String CHECK = "/api/capabilities/check?require=notifications.stream";
    private static final String LACKING = "missing: notifications.stream (1 of 2 replicas";

    /** Five consecutive responses, five seconds apart, minus the time until the first one. */
    private static final Duration NEARLY_ALL_IN_A_ROW = Duration.ofSeconds(18);

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @Test
    void opensTwentySecondsAfterTheIncapableReplicaIsForgotten(@TempDir Path data) {
        try (var backend = Backend.start(data);
                var service = ServiceProcess.start("gate-by-default", backend.environment());
                var other = ServiceProcess.start("gate-by-default-other", withAnotherFeed(backend))) {
            service.awaitReady();
            other.awaitLive();
            await().atMost(PATIENCE)
                    .until(() -> Readiness.body(service.url(CHECK)).contains("1 of 2 replicas"));
            try (var gate = gateOf(service)) {
                gate.awaitClosed(LACKING);
                other.kill();
                gate.awaitLines(1, "1 of 5");
                var first = System.nanoTime();

                assertThat(gate.awaitExit()).isZero();
                assertThat(Duration.ofNanos(System.nanoTime() - first)).isGreaterThan(NEARLY_ALL_IN_A_ROW);
            }
        }
    }

    private static Gate gateOf(ServiceProcess service) {
        return Gate.start(Map.of("GATE_URL", service.url(""), "GATE_REQUIRE_FILE", "deploy/gate/example/requires.txt"));
    }

    private static Map<String, String> withAnotherFeed(Backend backend) {
        var settings = new HashMap<>(backend.environment());
        settings.put("NOTIFICATIONS_TOPICS_FEED", "feed-of-another-version");
        return settings;
    }
}
