package dev.notificationfeed.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.notificationfeed.devstack.Ports;
import dev.notificationfeed.fixture.Gate;
import dev.notificationfeed.fixture.RoundRobinProxy;
import dev.notificationfeed.fixture.StubServer;
import dev.notificationfeed.fixture.StubServer.Answer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * The gate of {@code deploy/gate} stops the release of a page until the service has the capabilities that the page needs. It
 * uses the capability list of its example. The tests run in order and depend on each other.
 */
@TestInstance(Lifecycle.PER_CLASS)
@TestMethodOrder(OrderAnnotation.class)
class GateIT {

    private static final String REQUIRES = "deploy/gate/example/requires.txt";
    private static final String COUNTED = " of 5 ";
    private static final Answer OLDER_THAN_THE_CALL = new Answer(404, "{\"status\":404,\"code\":\"not-found\"}");

    /** How long replicas remember a replica that no longer reports; the default is 20 s. */
    private static final Duration REMEMBERED = Duration.ofSeconds(5);

    /** Longer than {@link #REMEMBERED}: by the clock of this replica, the reports of all others are old. */
    private static final Duration CLOCK_AHEAD = Duration.ofSeconds(30);

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final int entrance = Ports.free();
    private Backend backend;
    private ServiceProcess service;
    private RoundRobinProxy front;
    private Gate gate;

    @BeforeAll
    void startDependenciesWithoutTopics(@TempDir Path data) {
        backend = Backend.absent(data);
        gate = startGate();
        backend.mongo().start();
        backend.issuer().start();
        backend.kafka().start();
    }

    @AfterAll
    void stopEverything() {
        gate.close();
        if (front != null) {
            front.close();
        }
        if (service != null) {
            service.close();
        }
        backend.close();
    }

    @Test
    @Order(1)
    void staysClosedWithoutTheService() {
        gate.awaitClosed("http://localhost:" + entrance);
    }

    @Test
    @Order(2)
    void staysClosedWhileTheServiceStarts() {
        front = new RoundRobinProxy(entrance);
        gate.awaitClosed("503");

        service = ServiceProcess.startWithClock(CLOCK_AHEAD, "accident", environment());
        service.awaitLive();
        front.forwardTo(service.url(""));

        gate.awaitClosed("missing: notifications.stream (", Backend.EVENTS, Backend.DEAD_LETTERS, Backend.FEED);
    }

    @Test
    @Order(3)
    void staysClosedUntilTheLastTopicExists() {
        create(Backend.EVENTS);
        create(Backend.DEAD_LETTERS);

        await().atMost(PATIENCE)
                .until(() -> gate.lastLine()
                        .contains("missing: notifications.stream (topic " + Backend.FEED + " does not exist)"));
        assertThat(gate.isWaiting()).isTrue();
        assertThat(gate.lines()).noneMatch(line -> line.contains(COUNTED));
    }

    @Test
    @Order(4)
    void opensWhenAllDependenciesAreUp() {
        create(Backend.FEED);

        assertThat(gate.awaitExit()).isZero();
        assertThat(gate.lastLine()).contains("5 of 5");
    }

    @Test
    @Order(5)
    void staysClosedWhileAReplicaIsOlderThanTheCapabilityRequest() {
        try (var old = StubServer.of(OLDER_THAN_THE_CALL);
                var next = startGate()) {
            front.forwardTo(service.url(""), old.url());

            next.awaitLines(4, "1 of 5");
            assertThat(next.isWaiting()).isTrue();
            assertThat(next.lines()).anyMatch(line -> line.contains("404")).noneMatch(line -> line.contains("3 of 5"));

            front.forwardTo(service.url(""));
            assertThat(next.awaitExit()).isZero();
        }
    }

    @Test
    @Order(6)
    void staysClosedWhileOneReplicaLacksACapability() {
        var old = Executors.newSingleThreadScheduledExecutor();
        old.scheduleAtFixedRate(this::reportOldReplica, 0, 500, TimeUnit.MILLISECONDS);
        try {
            await().atMost(PATIENCE).until(() -> Readiness.status(check()) == 424);
            try (var next = startGate()) {
                next.awaitClosed("missing: notifications.stream (1 of 2 replicas (version 0.9.0) lacks it)");
                await().during(REMEMBERED)
                        .atMost(PATIENCE)
                        .until(() -> next.isWaiting() && !next.lastLine().contains(COUNTED));

                old.shutdownNow();
                assertThat(next.awaitExit()).isZero();
            }
        } finally {
            old.shutdownNow();
        }
    }

    /** A gate with a short polling interval, so that the test is short. */
    private Gate startGate() {
        return Gate.start(
                Map.of("GATE_URL", url(), "GATE_REQUIRE_FILE", REQUIRES, "GATE_INTERVAL", "0.2", "GATE_LIMIT", "600"));
    }

    private String url() {
        return "http://localhost:" + entrance;
    }

    private String check() {
        return service.url("/api/capabilities/check?require=notifications.stream");
    }

    private Map<String, String> environment() {
        var settings = new HashMap<>(backend.environment());
        settings.put("NOTIFICATIONS_CAPABILITIES_REPORT_EVERY", "1s");
        settings.put("NOTIFICATIONS_CAPABILITIES_FORGOTTEN_AFTER", REMEMBERED.toSeconds() + "s");
        return settings;
    }

    private void reportOldReplica() {
        backend.documents()
                .report(
                        "old",
                        "0.9.0",
                        "notifications.list",
                        "notifications.unread-count",
                        "notifications.message",
                        "notifications.mark");
    }

    private void create(String topic) {
        backend.kafka().createTopics(Map.of(topic, 4));
    }
}
