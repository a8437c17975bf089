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

/** What all scenarios share: sizes, report, tokens, and the ways to start backends and replicas. */
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
     * Creates a context.
     *
     * @param jvmOptions the JVM options of the service
     * @param aotCache the JVM options that use the service's AOT cache; empty without one
     */
    BenchmarkContext(Sizes sizes, List<String> jvmOptions, List<String> aotCache, Report report) {
        this.sizes = sizes;
        this.jvmOptions = List.copyOf(jvmOptions);
        this.aotCache = List.copyOf(aotCache);
        this.report = report;
    }

    /** A file below {@code target/bench}; creates that directory. */
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

    /** A new broker and a new store, both empty. */
    Backend backend() {
        return Backend.start(directory("kafka"), tokens.issuer());
    }

    /** A replica of the service. */
    Replica replica(Backend backend) {
        return replica(backend, Map.of(), jvmOptions);
    }

    /** A replica with a small heap, for scenarios that measure memory. */
    Replica smallReplica(Backend backend) {
        return replica(backend, Map.of(), SMALL_HEAP);
    }

    /** A replica with settings and JVM options that override the default ones. */
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

    /** A new directory, deleted at the end. */
    private Path directory(String name) {
        directories.add(file(name + "-" + ProcessHandle.current().pid() + "-" + directories.size()));
        return directories.get(directories.size() - 1);
    }

    /** Deletes a directory if it exists. */
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
