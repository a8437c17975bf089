package dev.notificationfeed.journey;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProductionPackageIT {

    private static final String EMBEDDED =
            ".*(kafka_2|kafka-(server|metadata|raft|storage|tools|group|share)|mongo-java-server|h2-|scala|jline).*";
    private static final Duration NOTICED = Duration.ofSeconds(10);

    @Test
    void containsNoEmbeddedServers() throws Exception {
        assertThat(libraries())
                .noneMatch(jar -> jar.matches(EMBEDDED))
                .noneMatch(jar -> jar.matches(".*(junit|assertj|awaitility|archunit|rest-assured).*"));
    }

    @Test
    void containsTheLibrariesOfTheService() throws Exception {
        assertThat(libraries())
                .anyMatch(jar -> jar.contains("kafka-clients"))
                .anyMatch(jar -> jar.contains("mongodb-driver-reactivestreams"))
                .anyMatch(jar -> jar.contains("jose4j"));
    }

    @Test
    void containsAnSbomOfExactlyItsLibraries() throws Exception {
        var sbom = new ObjectMapper().readTree(Path.of("target", "sbom.json").toFile());

        assertThat(sbom.path("bomFormat").asText()).isEqualTo("CycloneDX");
        assertThat(sbom.path("components"))
                .extracting(ProductionPackageIT::jar)
                .containsExactlyInAnyOrderElementsOf(jars(Path.of("target", "quarkus-app", "lib")))
                .noneMatch(jar -> jar.matches(EMBEDDED));
    }

    @Test
    void startsWithoutEmbeddedStackAndWithoutDevelopmentEndpoints() throws Exception {
        try (var service = ServiceProcess.start("production-package", Map.of())) {
            service.awaitLive();

            assertThat(Readiness.status(service.url("/dev/token?recipient=47165")))
                    .isEqualTo(404);
            assertThat(Readiness.status(service.url("/"))).isEqualTo(404);
            assertThat(Readiness.status(service.url("/inbox/page.js"))).isEqualTo(404);
            assertThat(Readiness.status(service.url("/q/swagger-ui"))).isEqualTo(404);
            given().get(service.url("/q/openapi")).then().statusCode(200).body(not(containsString("/dev/")));
            given().get(service.url("/q/asyncapi")).then().statusCode(200).body(containsString("notification-events"));
            given().get(service.url("/schemas/notification-created.v1.json"))
                    .then()
                    .statusCode(200);
            assertThat(Files.readString(service.log()))
                    .doesNotContain("NoClassDefFoundError", "ClassNotFoundException");
        }
    }

    @Test
    void isLiveAndNamesEachDependencyWhoseHostNameDoesNotResolve() {
        var nowhere = ServiceProcess.environment(
                "no-such.invalid:9092", "mongodb://no-such.invalid:27017", "http://no-such.invalid");
        try (var service = ServiceProcess.start("unresolvable-names", nowhere)) {
            service.awaitLive();

            await().atMost(NOTICED)
                    .untilAsserted(() -> assertThat(service.readiness().down())
                            .containsOnlyKeys(
                                    "event-consumer",
                                    "feed",
                                    "identity-provider",
                                    "kafka",
                                    "kafka-topics",
                                    "mongodb",
                                    "mongodb-indexes")
                            .containsEntry("kafka-topics", "waits for kafka")
                            .containsEntry("mongodb-indexes", "waits for mongodb")
                            .hasEntrySatisfying(
                                    "kafka", reason -> assertThat(reason).contains("resolvable"))
                            .doesNotContainValue(""));
            assertThat(service.readiness().status()).isEqualTo(503);
            assertThat(Readiness.status(service.managementUrl("/q/health/live")))
                    .isEqualTo(200);
        }
    }

    /** The jar file name in the package for a component of the SBOM. */
    private static String jar(JsonNode component) {
        var classifier = component.path("purl").asText().replaceAll(".*[?&]classifier=([^&]*).*|.*", "$1");
        return component.path("group").asText() + "." + component.path("name").asText() + "-"
                + component.path("version").asText() + (classifier.isEmpty() ? "" : "-" + classifier) + ".jar";
    }

    private static List<String> libraries() throws Exception {
        return jars(Path.of("target", "quarkus-app"));
    }

    private static List<String> jars(Path folder) throws Exception {
        try (var files = Files.walk(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".jar"))
                    .toList();
        }
    }
}
