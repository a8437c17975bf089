package dev.notificationfeed.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ComposeTest {

    private static final Pattern CREATED = Pattern.compile("create (\\S+) (\\d+) (\\d+) (\\d+)");

    @Test
    void isAValidComposeFile() {
        var command = Stream.of(List.of("docker", "compose"), List.of("docker-compose"))
                .filter(words -> Tool.isThere(words.get(0)) && Tool.works(words, "version"))
                .findFirst();
        assumeTrue(command.isPresent(), "neither docker compose nor docker-compose is installed");

        var words = Stream.concat(command.orElseThrow().stream(), Stream.of("-f", Compose.FILE.toString(), "config"));

        assertThat(Tool.run(words.toArray(String[]::new))).contains("notification-feed:");
    }

    @Test
    void startsEachServiceAfterItsDependencies() {
        assertThat(Compose.service("notification-feed").path("depends_on").properties())
                .extracting(Map.Entry::getKey)
                .containsExactlyInAnyOrder("topics", "mongodb", "issuer");
        assertThat(Compose.SERVICES.properties())
                .flatExtracting(service -> service.getValue().path("depends_on").properties())
                .isNotEmpty()
                .allSatisfy(need -> assertCanBeAwaited(
                        Compose.service(need.getKey()),
                        need.getValue().path("condition").asText()));
    }

    private static void assertCanBeAwaited(JsonNode service, String condition) {
        switch (condition) {
            case "service_healthy" ->
                assertThat(service.path("healthcheck").path("test")).isNotEmpty();
            case "service_completed_successfully" ->
                assertThat(service.path("restart").asText()).isEqualTo("no");
            default -> throw new AssertionError("does not wait for readiness: " + condition);
        }
    }

    @Test
    void createsTheTopicsOfProduction() {
        var command = Compose.service("topics").path("command").path(0).asText();

        assertThat(command).contains("--config message.timestamp.type=LogAppendTime");
        assertThat(CREATED.matcher(command)
                        .results()
                        .map(made -> List.of(made.group(1), made.group(2), made.group(3), made.group(4))))
                .containsExactlyInAnyOrderElementsOf(Topic.all().values().stream()
                        .map(topic -> List.of(
                                topic.name(),
                                String.valueOf(topic.partitions()),
                                String.valueOf(topic.retention().toMillis()),
                                String.valueOf(topic.segment().toMillis())))
                        .toList());
    }

    @Test
    void buildsTheImageFromExistingFiles() {
        var build = Compose.service("notification-feed").path("build");
        var context = Compose.FILE.resolveSibling(build.path("context").asText());

        assertThat(context.resolve("pom.xml")).exists();
        assertThat(context.resolve(build.path("dockerfile").asText())).exists();
        assertThat(Compose.each("volumes"))
                .filteredOn(volume -> volume.startsWith("."))
                .hasSize(1)
                .allMatch(volume -> Files.exists(Compose.FILE.resolveSibling(volume.split(":")[0])));
    }

    @Test
    void opensNoPortToOtherMachines() {
        assertThat(Compose.each("ports")).isNotEmpty().allMatch(port -> port.startsWith("127.0.0.1:"));
    }
}
