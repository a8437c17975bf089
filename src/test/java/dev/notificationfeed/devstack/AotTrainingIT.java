package dev.notificationfeed.devstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.notificationfeed.fixture.Stack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The AOT training run of the image build, on the packaged application. */
class AotTrainingIT {

    private static final AotTrainingSize SMALL = new AotTrainingSize(5, 2, 50, 200);
    private static final String PACKAGE =
            Path.of("target", "quarkus-app", "quarkus-run.jar").toString();

    private static final int FIRST_WITH_CACHE = 25;
    private static final Pattern VERSION = Pattern.compile("JAVA_VERSION=\"(\\d+)");

    /** A cache works only with the JVM options that it was made with. */
    private static final String IMAGE_OPTIONS = "@deploy/docker/jvm.options";

    @TempDir
    private Path directory;

    @Test
    void endsWhenAllEventsWereReadAndTheJvmHasWrittenItsArchive() {
        // ClassArchive makes it by a training, here or in the first journey of this build.
        assertThat(ClassArchive.file()).isNotEmptyFile();
    }

    @Test
    void reportsThatTheServiceEnded() {
        assertThatIllegalStateException()
                .isThrownBy(() -> AotTraining.run(
                        SMALL, issuer(), List.of(java(Path.of(System.getProperty("java.home"))), "-XX:+NoSuchOption")))
                .withMessage("the service ended with exit code 1");
    }

    @Test
    void writesACacheWithTheClassesOfTheServiceAndItsLibraries() throws Exception {
        var jdk = jdkWithCache();
        assumeThat(jdk)
                .as("a JDK of version %d or newer beside this one", FIRST_WITH_CACHE)
                .isPresent();
        var cache = directory.resolve("service.aot");

        AotTraining.run(SMALL, issuer(), command(jdk.orElseThrow(), IMAGE_OPTIONS, "-XX:AOTCacheOutput=" + cache));

        var loaded = Files.readAllLines(classesLoadedUntilReady(jdk.orElseThrow(), cache));
        assertThat(loaded).anyMatch(line -> line.contains(" dev.notificationfeed.ingest.") && isFromTheCache(line));
        assertThat(loaded).anyMatch(line -> line.contains(" org.apache.kafka.") && isFromTheCache(line));
        assertThat(loaded.stream().filter(AotTrainingIT::isFromTheCache).count())
                .as("of %d, lambdas included", loaded.size())
                .isGreaterThan(loaded.size() * 97 / 100);
    }

    private Path classesLoadedUntilReady(Path jdk, Path cache) throws Exception {
        var log = directory.resolve("classes.log");
        AotTraining.run(
                new AotTrainingSize(1, 0, 0, 1),
                issuer(),
                command(jdk, IMAGE_OPTIONS, "-XX:AOTCache=" + cache, "-XX:AOTMode=on", "-Xlog:class+load:file=" + log));
        return log;
    }

    private static EmbeddedIssuer issuer() {
        return new EmbeddedIssuer(Stack.issuerDirectory(), Ports.free());
    }

    private static boolean isFromTheCache(String line) {
        return line.contains("source: shared objects file");
    }

    private static List<String> command(Path jdk, String... options) {
        // One compiler: the code of the second one is not needed, and takes most of the time.
        var words = new ArrayList<>(List.of(java(jdk), "-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        words.addAll(List.of(options));
        words.addAll(List.of("-jar", PACKAGE));
        return words;
    }

    private static String java(Path jdk) {
        return jdk.resolve("bin").resolve("java").toString();
    }

    /** This JDK or one in the same directory. */
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
