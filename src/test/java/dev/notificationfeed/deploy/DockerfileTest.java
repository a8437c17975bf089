package dev.notificationfeed.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.notificationfeed.deploy.Dockerfile.Instruction;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class DockerfileTest {

    private static final Pattern TEMURIN = Pattern.compile("eclipse-temurin:(\\d+)\\.[\\d._]+-(jdk|jre)-noble");

    @Test
    void usesAPinnedJavaBaseImageThatCanRunTheClasses() throws Exception {
        var release = Pattern.compile("<maven.compiler.release>(\\d+)<")
                .matcher(Files.readString(Path.of("pom.xml")))
                .results()
                .mapToInt(found -> Integer.parseInt(found.group(1)))
                .findFirst()
                .orElseThrow();

        assertThat(images())
                .hasSize(2)
                .allSatisfy(image -> assertThat(image).matches(TEMURIN))
                .allSatisfy(image -> assertThat(Integer.parseInt(image.replaceAll(TEMURIN.pattern(), "$1")))
                        .isGreaterThanOrEqualTo(Math.max(release, 25)));
    }

    @Test
    void copiesExistingFiles() {
        assertThat(Dockerfile.all("COPY")
                        .filter(copy -> copy.option("from").findAny().isEmpty())
                        .flatMap(copy -> copy.sources().stream()))
                .isNotEmpty()
                .allMatch(source -> Files.exists(Path.of(source)));
    }

    @Test
    void buildContextContainsAllCopiedFiles() throws Exception {
        var letIn = Files.readAllLines(Path.of(".dockerignore")).stream()
                .filter(line -> line.startsWith("!"))
                .map(line -> Path.of(line.substring(1)))
                .toList();

        assertThat(Dockerfile.all("COPY")
                        .filter(copy -> copy.option("from").findAny().isEmpty())
                        .flatMap(copy -> copy.sources().stream())
                        .map(Path::of))
                .allMatch(source -> letIn.stream().anyMatch(source::startsWith));
    }

    @Test
    void copiesFromEarlierStages() {
        var stages = Dockerfile.all("FROM")
                .filter(from -> from.words().size() == 3)
                .map(from -> from.words().get(2))
                .toList();

        assertThat(Dockerfile.all("COPY").flatMap(copy -> copy.option("from")))
                .isNotEmpty()
                .isSubsetOf(stages);
    }

    @Test
    void putsLibrariesInALayerBelowTheApplication() {
        var copied = Dockerfile.all("COPY")
                .filter(copy -> copy.option("from").anyMatch("build"::equals))
                .flatMap(copy -> copy.sources().stream())
                .filter(source -> source.startsWith("/build/target/quarkus-app/"))
                .map(source -> Path.of(source).getFileName().toString())
                .toList();

        assertThat(copied).startsWith("lib").endsWith("app");
    }

    @Test
    void trainsWithTheEmbeddedStackThatThePackageExcludes() throws Exception {
        var stack = Dockerfile.all("COPY")
                .filter(copy -> copy.sources().contains("/build/target/stack"))
                .map(copy -> copy.words().get(copy.words().size() - 1))
                .findFirst()
                .orElseThrow();

        assertThat(Dockerfile.all("RUN").map(Instruction::text))
                .anyMatch(run -> run.contains("package dependency:copy-dependencies@stack"))
                .contains("bash ./train " + cache().get(0) + " " + stack);
        assertThat(Files.readString(Path.of("pom.xml")))
                .contains("<outputDirectory>${project.build.directory}/stack</outputDirectory>");
    }

    @Test
    void runsAsTheNonRootUserOfTheDeployment() {
        var user = deployment().getSpec().getTemplate().getSpec().getSecurityContext();

        assertThat(Dockerfile.last("USER").text())
                .isEqualTo(user.getRunAsUser() + ":" + user.getRunAsGroup())
                .doesNotStartWith("0");
    }

    @Test
    void exposesThePortsOfTheServiceAndOfTheDeployment() {
        var ports = List.of(Production.port(), Production.managementPort());

        assertThat(Dockerfile.last("EXPOSE").words())
                .containsExactlyElementsOf(ports.stream().map(String::valueOf).toList());
        assertThat(deployment()
                        .getSpec()
                        .getTemplate()
                        .getSpec()
                        .getContainers()
                        .get(0)
                        .getPorts())
                .extracting(ContainerPort::getContainerPort)
                .containsExactlyElementsOf(ports);
    }

    @Test
    void receivesSignalsDirectlyAndNotThroughAShell() throws Exception {
        var entrypoint =
                new ObjectMapper().readValue(Dockerfile.last("ENTRYPOINT").text(), String[].class);

        assertThat(entrypoint).startsWith("java", "@jvm.options").endsWith("-jar", "quarkus-run.jar");
        assertThat(entrypoint)
                .contains("-XX:AOTCache=" + Path.of(cache().get(0)).getFileName());
    }

    private static List<String> cache() {
        return Dockerfile.all("COPY")
                .filter(copy -> copy.option("from").anyMatch("training"::equals))
                .map(Instruction::sources)
                .findFirst()
                .orElseThrow();
    }

    private static List<String> images() {
        return Dockerfile.all("FROM")
                .map(from -> from.words().get(0))
                .filter(image -> image.contains(":"))
                .toList();
    }

    private static Deployment deployment() {
        return Manifests.the(Deployment.class, Manifests.in("base"));
    }
}
