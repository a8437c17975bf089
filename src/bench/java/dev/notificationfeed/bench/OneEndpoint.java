package dev.notificationfeed.bench;

import dev.notificationfeed.devstack.Ports;
import dev.notificationfeed.fixture.Command;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The yardstick for start-up: a minimal Quarkus application with one REST endpoint, built with the service's platform. */
final class OneEndpoint {

    private static final Path SOURCE = Path.of("src", "bench", "one-endpoint");
    private static final Path PACKAGE = Path.of("target", "quarkus-app", "quarkus-run.jar");

    private static final Duration BUILD_DEADLINE = Duration.ofMinutes(15);

    private final Path directory;

    private OneEndpoint(Path directory) {
        this.directory = directory;
    }

    /** Builds the application. */
    static OneEndpoint build() throws IOException {
        var directory = BenchmarkContext.file("one-endpoint");
        copy(directory);
        int status = Command.of(
                        "./mvnw",
                        "-B",
                        "-ntp",
                        "-q",
                        "-f",
                        directory.resolve("pom.xml").toString(),
                        "-Dquarkus.platform.version=" + System.getProperty("bench.platform"),
                        "package")
                .writeTo(BenchmarkContext.file("one-endpoint-build.log"))
                .run(BUILD_DEADLINE)
                .exitCode();
        if (status != 0) {
            throw new IllegalStateException("build failed, log: " + BenchmarkContext.file("one-endpoint-build.log"));
        }
        return new OneEndpoint(directory);
    }

    private static void copy(Path directory) throws IOException {
        try (var files = Files.walk(SOURCE)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                var copy = directory.resolve(SOURCE.relativize(file).toString());
                Files.createDirectories(copy.getParent());
                Files.write(copy, Files.readAllBytes(file));
            }
        }
    }

    /** The time from process start until the endpoint answers. */
    Duration startAndStop() {
        int port = Ports.free();
        var command =
                List.of(Command.jdk("java"), "-jar", directory.resolve(PACKAGE).toString());
        try (var process =
                MeasuredProcess.start("one-endpoint", Map.of("QUARKUS_HTTP_PORT", String.valueOf(port)), command)) {
            return process.awaitAnswer(URI.create("http://127.0.0.1:" + port + "/"));
        }
    }
}
