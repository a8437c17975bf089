package dev.notificationfeed.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.notificationfeed.fixture.Command;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/** The package of the previous version: built from its commit, which one file names, once per clean build. */
final class PreviousPackage {

    private static final Path NAMED_IN = Path.of("src", "test", "resources", "released", "previous.txt");
    private static final Path BUILT_IN = Path.of("target", "previous");
    private static final Duration DEADLINE = Duration.ofMinutes(15);

    private final String commit = commit();
    private final Path source = BUILT_IN.resolve(commit);

    private PreviousPackage() {}

    /** Its {@code quarkus-app} folder; skips the test if the Git history is not available. */
    static Path build() {
        return new PreviousPackage().built();
    }

    private Path built() {
        var application = source.resolve("target").resolve("quarkus-app");
        if (Files.notExists(application.resolve("quarkus-run.jar"))) {
            assumeTrue(
                    run(Path.of(""), "git", "cat-file", "-e", commit + "^{commit}") == 0,
                    "commit " + commit + " of " + NAMED_IN + " is not in this clone: fetch the whole history");
            unpack();
            assertThat(run(source, "./mvnw", "-B", "-ntp", "-q", "-DskipTests", "-Dspotless.check.skip", "package"))
                    .as("the build of " + commit + ", log: " + log())
                    .isZero();
        }
        return application;
    }

    private void unpack() {
        try {
            Files.createDirectories(source);
            var archive =
                    source.resolveSibling(commit + ".tar").toAbsolutePath().toString();
            assertThat(run(Path.of(""), "git", "archive", "--output", archive, commit))
                    .isZero();
            assertThat(run(source, "tar", "-xf", archive)).isZero();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int run(Path folder, String... words) {
        try {
            Files.createDirectories(BUILT_IN);
            return Command.of(words)
                    .in(folder)
                    .appendTo(log())
                    // They name the folder of the build that runs this test.
                    .unset(Set.of("MAVEN_PROJECTBASEDIR", "MAVEN_CMD_LINE_ARGS")::contains)
                    .set(Map.of("JAVA_HOME", System.getProperty("java.home")))
                    .run(DEADLINE)
                    .exitCode();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path log() {
        return BUILT_IN.resolve("build.log");
    }

    private static String commit() {
        try (var lines = Files.lines(NAMED_IN)) {
            return lines.filter(line -> !line.startsWith("#") && !line.isBlank())
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
