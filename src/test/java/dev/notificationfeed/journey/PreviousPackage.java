package dev.notificationfeed.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The package of the previous version: built from its commit, which one file names, once per clean build. */
final class PreviousPackage {

    private static final Path NAMED_IN = Path.of("src", "test", "resources", "released", "previous.txt");
    private static final Path BUILT_IN = Path.of("target", "previous");
    private static final int MINUTES = 15;

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
            var command = new ProcessBuilder(words)
                    .directory(folder.toAbsolutePath().toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(Redirect.appendTo(log().toFile()));
            // These variables belong to the build that runs this test and point to its files.
            command.environment().keySet().removeAll(List.of("MAVEN_PROJECTBASEDIR", "MAVEN_CMD_LINE_ARGS"));
            command.environment().put("JAVA_HOME", System.getProperty("java.home"));
            var process = command.start();
            assertThat(process.waitFor(MINUTES, TimeUnit.MINUTES)).isTrue();
            return process.exitValue();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
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
