package dev.notificationfeed.health;

import static io.restassured.RestAssured.get;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URL;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class HealthComponentTest {

    @TestHTTPResource(value = "/", management = true)
    URL management;

    @Test
    void isReadyIfSevenDependenciesAreUpAndNoShutdownHasBegun() {
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() ->
                        get(management + "health/ready").then().statusCode(200).body("status", equalTo("UP")));

        get(management + "health/ready")
                .then()
                .body(
                        "checks.name",
                        containsInAnyOrder(
                                "mongodb",
                                "mongodb-indexes",
                                "kafka",
                                "kafka-topics",
                                "event-consumer",
                                "feed",
                                "identity-provider",
                                "Graceful Shutdown"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"live", "started"})
    void dependsOnNothingExternalFor(String probe) {
        get(management + "health/" + probe)
                .then()
                .statusCode(200)
                .body("status", equalTo("UP"))
                .body("checks", hasSize(0));
    }

    @Test
    void exportsMetricsToPrometheus() {
        get(management + "metrics").then().statusCode(200).body(containsString("jvm_memory_used_bytes"));
    }

    @Test
    void servesNoProbesAndMetricsOnTheMainPort() {
        get("/q/health/ready").then().statusCode(404);
        get("/q/metrics").then().statusCode(404);
    }
}
