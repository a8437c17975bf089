package dev.notificationfeed.api;

import static dev.notificationfeed.api.Calls.problem;
import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.aMapWithSize;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import dev.notificationfeed.capability.ReplicaDocument;
import dev.notificationfeed.capability.ReplicaRepository;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class CapabilitiesComponentTest {

    private static final String CHECK = "/api/capabilities/check?require=";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Inject
    Given given;

    @Inject
    ReplicaRepository register;

    @ConfigProperty(name = "quarkus.application.version")
    String version;

    @BeforeEach
    void everythingIsThere() {
        given.everythingIsThere();
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(get(CHECK + "notifications.stream").statusCode())
                                .isEqualTo(200));
    }

    @Test
    void namesEveryCapabilityOfTheContract() {
        get("/api/capabilities")
                .then()
                .statusCode(200)
                .header("Cache-Control", "no-store")
                .body("version", equalTo(version))
                .body("capabilities", aMapWithSize(6))
                .body("capabilities.'notifications.mark-all-read'", equalTo(Map.of("available", true)));
    }

    @Test
    void needsNoTokenAndIgnoresAnInvalidOne() {
        given().header("Authorization", "Bearer no.token.atall")
                .get("/api/capabilities")
                .then()
                .statusCode(200);
    }

    @Test
    void checksWhatIsRequired() {
        get(CHECK + "notifications.list&require=notifications.stream")
                .then()
                .statusCode(200)
                .body("capabilities", aMapWithSize(2));
    }

    @Test
    void reportsUnknownCapabilitiesAsMissing() {
        problem(get(CHECK + "notifications.list&require=notifications.fly").then(), 424, "prerequisite-missing")
                .body("missing", hasSize(1))
                .body("missing[0].capability", equalTo("notifications.fly"))
                .body("missing[0].reason", equalTo("unknown capability"));
    }

    @Test
    void refusesACheckWithoutCapabilities() {
        problem(get("/api/capabilities/check").then(), 400, "invalid-parameter");
        problem(get(CHECK).then(), 400, "invalid-parameter");
    }

    @Test
    void considersReplicasOfEveryVersion() {
        await().atMost(PATIENCE).untilAsserted(() -> {
            // Reported fourteen seconds ago, so that it expires in six: long enough for one read of the register.
            var old = new ReplicaDocument(
                    "old",
                    "0.9.0",
                    List.of(new ReplicaDocument.Capability("notifications.list", "")),
                    Instant.now().minusSeconds(14),
                    null);
            register.persistOrUpdate(old).await().atMost(PATIENCE);

            problem(get(CHECK + "notifications.stream").then(), 424, "prerequisite-missing")
                    .body("missing[0].reason", equalTo("1 of 2 replicas (version 0.9.0) lacks it"));
            get("/api/capabilities")
                    .then()
                    .body("capabilities.'notifications.list'.reason", nullValue())
                    .body("capabilities.'notifications.stream'.available", equalTo(false));
        });
    }
}
