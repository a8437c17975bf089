package dev.notificationfeed.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.utils.Utils;

/** What scenarios measure with. */
final class BenchmarkContext implements AutoCloseable {

    private static final Path ROOT = Path.of("target", "bench");

    private static final List<String> SMALL_HEAP =
            List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError");

    private final Sizes sizes;
    private final List<String> jvmOptions;
    private final List<String> aotCache;
    private final Report report;
    private final Tokens tokens = new Tokens(file("issuer"));
    private final List<Path> directories = new ArrayList<>();

    /**
     * A lab.
     *
     * @param jvmOptions those of the service
     * @param aotCache the one that names the service's AOT cache, if it has one
     */
    BenchmarkContext(Sizes sizes, List<String> jvmOptions, List<String> aotCache, Report report) {
        this.sizes = sizes;
        this.jvmOptions = List.copyOf(jvmOptions);
        this.aotCache = List.copyOf(aotCache);
        this.report = report;
    }

    /** A file of the benchmark's own; the directory is made. */
    static Path file(String name) {
        try {
            Files.createDirectories(ROOT);
            return ROOT.resolve(name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Sizes sizes() {
        return sizes;
    }

    Report report() {
        return report;
    }

    Tokens tokens() {
        return tokens;
    }

    /** A broker and a store in which there is nothing yet. */
    Backend backend() {
        return Backend.start(directory("kafka"), tokens.issuer());
    }

    /** The service in front of it. */
    Replica replica(Backend backend) {
        return replica(backend, Map.of(), jvmOptions);
    }

    /** The same in a small heap: where memory is what counts. */
    Replica smallReplica(Backend backend) {
        return replica(backend, Map.of(), SMALL_HEAP);
    }

    /** The same with settings and options of the JVM that win over the usual ones. */
    Replica replica(Backend backend, Map<String, String> settings, List<String> options) {
        var environment = new HashMap<>(backend.environment());
        environment.putAll(settings);
        var all = new ArrayList<>(aotCache);
        all.addAll(options);
        return Replica.start(environment, all);
    }

    Nchan nchan() {
        return Nchan.start(directory("nchan"));
    }

    /** A directory that nobody has used; it is deleted in the end. */
    private Path directory(String name) {
        directories.add(file(name + "-" + ProcessHandle.current().pid() + "-" + directories.size()));
        return directories.get(directories.size() - 1);
    }

    /** Deletes a directory, if it is there. */
    static void delete(Path directory) {
        try {
            Utils.delete(directory.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        tokens.close();
        directories.forEach(BenchmarkContext::delete);
    }
}
