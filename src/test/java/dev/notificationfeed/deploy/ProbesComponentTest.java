package dev.notificationfeed.deploy;

import static io.restassured.RestAssured.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.notificationfeed.devstack.Ports;
import dev.notificationfeed.fixture.Command;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.openshift.api.model.monitoring.v1.ServiceMonitor;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Sends the requests of manifests and image (probes, metrics, ingress paths) to the running service. */
@QuarkusTest
class ProbesComponentTest {

    private static final Duration READY = Duration.ofSeconds(60);
    private static final String STREAMS = "notifications_streams_open";

    @TestHTTPResource(value = "/", management = true)
    URL management;

    @TestHTTPResource("/")
    URL callers;

    @Test
    void areAnswered() {
        assertThat(probes())
                .hasSize(3)
                .allSatisfy(probe -> await().atMost(READY)
                        .untilAsserted(() -> assertThat(
                                        get(at(management, probe.getHttpGet().getPath()))
                                                .statusCode())
                                .isEqualTo(200)));
    }

    @Test
    void useTheManagementPort() {
        assertThat(probes())
                .extracting(probe -> probe.getHttpGet().getPort().getStrVal())
                .containsOnly("management");
        assertThat(container().getPorts())
                .filteredOn(declared -> declared.getName().equals("management"))
                .extracting(declared -> declared.getContainerPort())
                .containsExactly(Production.managementPort());
    }

    @Test
    void areNotServedOnTheMainPort() {
        assertThat(probes())
                .allSatisfy(probe -> assertThat(
                                get(at(callers, probe.getHttpGet().getPath())).statusCode())
                        .isEqualTo(404));
    }

    @Test
    void healthCommandOfTheImageReportsWhetherTheServiceAnswers() throws Exception {
        assertThat(health("started", management.getPort())).isZero();
        assertThat(health("no-such-probe", management.getPort())).isNotZero();
        assertThat(health("started", Ports.free())).isNotZero();
    }

    @Test
    void serviceMonitorFindsMetrics() throws IOException {
        var endpoint = Manifests.the(ServiceMonitor.class, Manifests.in("base"))
                .getSpec()
                .getEndpoints()
                .get(0);

        var metrics = get(at(management, endpoint.getPath()));

        assertThat(metrics.statusCode()).isEqualTo(200);
        assertThat(metrics.asString()).contains("\n" + STREAMS);
        assertThat(Files.readString(Manifests.KUBERNETES.resolve("base/horizontal-pod-autoscaler.yaml")))
                .as("the metric of the autoscaler")
                .contains("name: " + STREAMS + "\n");
    }

    @Test
    void ingressPathsReachTheService() {
        var paths = Manifests.the(Ingress.class, Manifests.in("base"))
                .getSpec()
                .getRules()
                .get(0)
                .getHttp()
                .getPaths();
        var first = Map.of(
                "/api", "/api/capabilities",
                "/schemas", "/schemas/event-envelope.v1.json",
                "/client", "/client/notification-feed.js");

        assertThat(paths)
                .extracting(path -> path.getPath())
                .allSatisfy(path -> assertThat(
                                get(at(callers, first.getOrDefault(path, path))).statusCode())
                        .isEqualTo(200));
    }

    private static Stream<Probe> probes() {
        return Stream.of(
                container().getStartupProbe(),
                container().getReadinessProbe(),
                container().getLivenessProbe());
    }

    private static Container container() {
        return Manifests.the(Deployment.class, Manifests.in("base"))
                .getSpec()
                .getTemplate()
                .getSpec()
                .getContainers()
                .get(0);
    }

    private static String at(URL server, String path) {
        return "http://localhost:" + server.getPort() + path;
    }

    private static int health(String probe, int port) {
        return Command.of("bash", "deploy/docker/health", probe)
                .set(Map.of("QUARKUS_MANAGEMENT_PORT", String.valueOf(port)))
                .run(READY)
                .exitCode();
    }
}
