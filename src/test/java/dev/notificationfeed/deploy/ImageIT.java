package dev.notificationfeed.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;

class ImageIT {

    private static final String PACKAGE = "target/quarkus-app";

    @Test
    void containsTheWholePackage() throws Exception {
        try (var files = Files.list(Path.of(PACKAGE))) {
            assertThat(Dockerfile.all("COPY")
                            .filter(copy -> copy.option("from").anyMatch("build"::equals))
                            .flatMap(copy -> copy.sources().stream())
                            .filter(source -> !source.equals("/build/target/stack"))
                            .map(source -> Path.of("/build").relativize(Path.of(source))))
                    .containsExactlyInAnyOrderElementsOf(
                            files.filter(file -> !file.endsWith("quarkus-app-dependencies.txt"))
                                    .toList());
        }
    }

    /** An AOT cache contains lambdas only of classes that the JVM's own class loaders load. */
    @Test
    void hasAllItsClassesOnTheClassPath() throws Exception {
        try (var jar = new JarFile(Path.of(PACKAGE, "quarkus-run.jar").toFile())) {
            assertThat(jar.getManifest()
                            .getMainAttributes()
                            .getValue(Attributes.Name.CLASS_PATH)
                            .split(" "))
                    .contains("quarkus/generated-bytecode.jar")
                    .anyMatch(entry -> entry.matches("app/notification-feed-.*\\.jar"))
                    .anyMatch(entry -> entry.matches("lib/main/.*kafka-clients.*\\.jar"));
        }
    }
}
