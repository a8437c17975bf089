package dev.notificationfeed.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** All ways to run the gate use the same script, container and settings. */
class GateManifestsTest {

    private static final Path GATE = Path.of("deploy", "gate");
    private static final String NAME = "notification-feed-gate";
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
    private static final Pattern SETTING = Pattern.compile("GATE_[A-Z_]+");

    private static final String DEPLOYMENT = """
            apiVersion: apps/v1
            kind: Deployment
            metadata:
              name: trainee-ui
              annotations:
                notification-feed/gate: init-container
            spec:
              template:
                spec:
                  containers:
                    - name: trainee-ui
                      image: trainee-ui
            """;

    private static final String MERGED = """
            configMapGenerator:
              - name: notification-feed-gate
                behavior: merge
                literals: [GATE_URL=http://localhost, requires.txt=notifications.list]
            """;

    @TempDir
    Path folder;

    @Test
    void hookRunsBeforeAllOtherResourcesOfTheRelease() throws IOException {
        var rendered = kustomize(GATE.resolve("example"));
        var job = the("Job", rendered).at("/metadata/annotations");
        var list = the("ConfigMap", rendered).at("/metadata/annotations");

        for (var hook : List.of("argocd.argoproj.io/hook", "helm.sh/hook")) {
            assertThat(list.path(hook).asText())
                    .isNotEmpty()
                    .isEqualTo(job.path(hook).asText());
        }
        for (var order : List.of("argocd.argoproj.io/sync-wave", "helm.sh/hook-weight")) {
            assertThat(list.path(order).asInt()).isLessThan(job.path(order).asInt());
        }
        assertThat(the("ConfigMap", rendered).at("/data/requires.txt").asText()).contains("notifications.list");
    }

    @ParameterizedTest
    @ValueSource(strings = {"job", "rollouts", "init-container"})
    void everyWayRunsTheScriptWithItsOwnCapabilityList(String way) throws IOException {
        var rendered = kustomize(userOf(way));

        var settings = the("ConfigMap", rendered);
        assertThat(settings.at("/data/gate.sh").asText()).isEqualTo(Files.readString(GATE.resolve("script/gate.sh")));
        var pod = podOf(rendered);
        assertThat(pod.at("/volumes/0/configMap/name").asText())
                .isEqualTo(settings.at("/metadata/name").asText())
                .startsWith(NAME);
        assertThat(containerOf(pod).at("/env/0/valueFrom/configMapKeyRef/name").asText())
                .isEqualTo(settings.at("/metadata/name").asText());
        assertThat(containerOf(pod).at("/command/1").asText())
                .isEqualTo(containerOf(pod).at("/volumeMounts/0/mountPath").asText() + "/gate.sh");
    }

    @Test
    void everyWayUsesTheSameContainer() throws IOException {
        var job = containerOf(written("job/job.yaml").at("/spec/template/spec"));
        assertThat(job.isMissingNode()).isFalse();

        assertThat(containerOf(written("rollouts/analysis-template.yaml")
                        .at("/spec/metrics/0/provider/job/spec/template/spec")))
                .isEqualTo(job);
        assertThat(containerOf(written("init-container/deployment.yaml").at("/spec/template/spec")))
                .isEqualTo(job);
    }

    @Test
    void jobsLiveLongerThanTheScript() throws IOException {
        var longest = Stream.of("limit", "interval", "timeout")
                .mapToInt(GateManifestsTest::defaultOf)
                .sum();

        assertThat(written("job/job.yaml").at("/spec/activeDeadlineSeconds").asInt())
                .isGreaterThan(longest);
        assertThat(written("rollouts/analysis-template.yaml")
                        .at("/spec/metrics/0/provider/job/spec/activeDeadlineSeconds")
                        .asInt())
                .isGreaterThan(longest);
    }

    @Test
    void actionRunsAnExistingScript() throws IOException {
        var step = written("action.yml").at("/runs/steps/0");

        var script = step.path("run").asText().replaceAll("^sh \"\\$GITHUB_ACTION_PATH/(.*)\"$", "$1");
        assertThat(GATE.resolve(script)).isRegularFile();
    }

    @ParameterizedTest
    @ValueSource(strings = {"README.md", "action.yml", "job/job.yaml", "example/kustomization.yaml"})
    void usesOnlySettingsOfTheScript(String file) throws IOException {
        assertThat(settingsIn(file)).isNotEmpty().isSubsetOf(settingsIn("script/gate.sh"));
    }

    private static List<String> settingsIn(String file) throws IOException {
        return SETTING.matcher(Files.readString(GATE.resolve(file)))
                .results()
                .map(MatchResult::group)
                .toList();
    }

    private static int defaultOf(String setting) {
        try (var lines = Files.lines(GATE.resolve("script/gate.sh"))) {
            return lines.filter(line -> line.startsWith(setting + "="))
                    .map(line -> line.replaceAll(".*:-(\\d+)}", "$1"))
                    .mapToInt(Integer::parseInt)
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The files that a user of the gate writes, in their own folder. */
    private Path userOf(String way) throws IOException {
        var gate = folder.relativize(GATE.toAbsolutePath());
        var uses = way.equals("init-container")
                ? "resources: [deployment.yaml, %1$s/script]\ncomponents: [%1$s/init-container]\n".formatted(gate)
                : "resources: [" + gate + "/" + way + "]\n";
        Files.writeString(folder.resolve("deployment.yaml"), DEPLOYMENT);
        Files.writeString(folder.resolve("kustomization.yaml"), uses + MERGED);
        return folder;
    }

    private static JsonNode podOf(List<JsonNode> rendered) {
        return rendered.stream()
                .flatMap(manifest -> Stream.of(
                        manifest.at("/spec/template/spec"),
                        manifest.at("/spec/metrics/0/provider/job/spec/template/spec")))
                .filter(pod -> !pod.isMissingNode())
                .findFirst()
                .orElseThrow();
    }

    private static JsonNode containerOf(JsonNode pod) {
        return Stream.of(
                        pod.path("initContainers").path(0),
                        pod.path("containers").path(0))
                .filter(container -> container.path("name").asText().equals(NAME))
                .findFirst()
                .orElseThrow();
    }

    private static JsonNode the(String kind, List<JsonNode> rendered) {
        return rendered.stream()
                .filter(manifest -> manifest.path("kind").asText().equals(kind))
                .findFirst()
                .orElseThrow();
    }

    private static JsonNode written(String file) throws IOException {
        return YAML.readTree(GATE.resolve(file).toFile());
    }

    private static List<JsonNode> kustomize(Path folder) throws IOException {
        try (var manifests = YAML.readerFor(JsonNode.class).<JsonNode>readValues(Manifests.kustomize(folder))) {
            return manifests.readAll();
        }
    }
}
