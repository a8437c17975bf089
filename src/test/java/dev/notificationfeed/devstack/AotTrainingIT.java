package dev.notificationfeed.devstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the image's AOT cache is made with, on the packaged application. */
class AotTrainingIT {

    private static final AotTrainingSize SMALL = new AotTrainingSize(5, 2, 50, 200);
    private static final String PACKAGE =
            Path.of("target", "quarkus-app", "quarkus-run.jar").toString();

    private static final int FIRST_WITH_CACHE = 25;
    private static final Pattern VERSION = Pattern.compile("JAVA_VERSION=\"(\\d+)");

    /** Good for the JVM of the image only, and for a cache that was made with the same. */
    private static final String OF_THE_IMAGE = "@deploy/docker/jvm.options";

    @TempDir
    private Path directory;

    @Test
    void endsWhenAllEventsWereReadAndTheJvmHasWrittenItsArchive() {
        // ClassArchive makes it by a training, here or in the first journey of this build.
        assertThat(ClassArchive.file()).isNotEmptyFile();
    }

    @Test
    void saysThatTheServiceHasEnded() {
        assertThatIllegalStateException()
                .isThrownBy(() -> AotTraining.hold(
                        SMALL, List.of(java(Path.of(System.getProperty("java.home"))), "-XX:+NoSuchOption")))
                .withMessage("the service has ended with 1");
    }

    @Test
    void makesACacheThatHasTheClassesOfTheServiceAndOfItsLibraries() throws Exception {
        var jdk = jdkWithCache();
        assumeThat(jdk)
                .as("a JDK of version %d or newer beside this one", FIRST_WITH_CACHE)
                .isPresent();
        var cache = directory.resolve("service.aot");

        AotTraining.hold(SMALL, command(jdk.orElseThrow(), OF_THE_IMAGE, "-XX:AOTCacheOutput=" + cache));

        var loaded = Files.readAllLines(classesLoadedUntilReady(jdk.orElseThrow(), cache));
        assertThat(loaded).anyMatch(line -> line.contains(" dev.notificationfeed.ingest.") && isFromTheCache(line));
        assertThat(loaded).anyMatch(line -> line.contains(" org.apache.kafka.") && isFromTheCache(line));
        assertThat(loaded.stream().filter(AotTrainingIT::isFromTheCache).count())
                .as("of %d, lambdas included", loaded.size())
                .isGreaterThan(loaded.size() * 97 / 100);
    }

    private Path classesLoadedUntilReady(Path jdk, Path cache) throws Exception {
        var log = directory.resolve("classes.log");
        AotTraining.hold(
                new AotTrainingSize(1, 0, 0, 1),
                command(jdk, OF_THE_IMAGE, "-XX:AOTCache=" + cache, "-XX:AOTMode=on", "-Xlog:class+load:file=" + log));
        return log;
    }

    private static boolean isFromTheCache(String line) {
        return line.contains("source: shared objects file");
    }

    private static List<String> command(Path jdk, String... options) {
        var words = new ArrayList<>(List.of(java(jdk), "-Xmx256m", "-XX:+UseSerialGC"));
        words.addAll(List.of(options));
        words.addAll(List.of("-jar", PACKAGE));
        return words;
    }

    private static String java(Path jdk) {
        return jdk.resolve("bin").resolve("java").toString();
    }

    /** This one, or one that lies beside it. */
    private static Optional<Path> jdkWithCache() throws IOException {
        try (var beside = Files.list(Path.of(System.getProperty("java.home")).getParent())) {
            return beside.filter(jdk -> Files.isExecutable(jdk.resolve("bin").resolve("java")))
                    .filter(jdk -> version(jdk) >= FIRST_WITH_CACHE)
                    .findFirst();
        }
    }

    private static int version(Path jdk) {
        try {
            return VERSION.matcher(Files.readString(jdk.resolve("release")))
                    .results()
                    .mapToInt(found -> Integer.parseInt(found.group(1)))
                    .findFirst()
                    .orElse(0);
        } catch (IOException unlike) {
            return 0;
        }
    }
}
