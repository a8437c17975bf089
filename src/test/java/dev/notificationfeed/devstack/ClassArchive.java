package dev.notificationfeed.devstack;

import dev.notificationfeed.fixture.Stack;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * An AppCDS archive (JEP 350) of the packaged application in {@code target/quarkus-app}. With it a replica starts with half
 * of the processor time. The first test JVM that needs the archive makes it by a short AOT training; a new package or another
 * JVM gets a new archive.
 */
public final class ClassArchive {

    private static final AotTrainingSize SHORT = new AotTrainingSize(5, 1, 50, 50);
    private static final int TRIES = 3;
    private static final Path TARGET = Path.of("target");
    private static final Path PACKAGE = TARGET.resolve("quarkus-app").resolve("quarkus-run.jar");

    /** An archive serves only the collector that it was made with, and the JVM must not log that it serves no other. */
    private static final List<String> COMMON =
            List.of("-Xmx256m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto", "-Xlog:disable");

    private ClassArchive() {}

    /** The JVM options for a process of the packaged application: a small heap, a short start, and the archive. */
    public static List<String> jvmOptions() {
        var options = new ArrayList<>(COMMON);
        options.add("-XX:SharedArchiveFile=" + file());
        return options;
    }

    /**
     * The archive file; it is made here if it does not exist yet. Other test JVMs wait for it.
     *
     * @throws UncheckedIOException if there is no package
     * @throws IllegalStateException if the training fails
     */
    static synchronized Path file() {
        try (var lock = FileChannel.open(
                TARGET.resolve("class-archive.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            lock.lock();
            var built = Files.getLastModifiedTime(PACKAGE).toMillis();
            var archive = TARGET.resolve("classes-" + Runtime.version().feature() + "-" + built + ".jsa");
            if (Files.notExists(archive)) {
                create(archive);
            }
            return archive;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void create(Path archive) {
        var words = new ArrayList<>(COMMON);
        words.add(0, System.getProperty("java.home") + File.separator + "bin" + File.separator + "java");
        // Its output would come between the words that Surefire reads from this JVM.
        words.add("-Dquarkus.log.console.level=ERROR");
        words.addAll(List.of("-XX:ArchiveClassesAtExit=" + archive, "-jar", PACKAGE.toString()));
        train(words, TRIES);
    }

    private static EmbeddedIssuer issuer() {
        return new EmbeddedIssuer(Stack.issuerDirectory(), Ports.free());
    }

    /** Tried again, because another process may take a port that was free a moment ago. */
    private static void train(List<String> command, int tries) {
        try {
            AotTraining.run(SHORT, issuer(), command);
        } catch (Exception e) {
            if (tries == 1) {
                throw new IllegalStateException("no class archive was made", e);
            }
            train(command, tries - 1);
        }
    }
}
