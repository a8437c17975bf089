package dev.notificationfeed.bench;

import dev.notificationfeed.devstack.AotTraining;
import dev.notificationfeed.fixture.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

/** An AOT cache made as the image build makes it, and the JVM options that the image uses with it. */
final class AotCache {

    private static final int FIRST_JAVA = 25;

    /** The cache is valid only with the object layout that these options set. */
    private static final String OPTIONS_OF_THE_IMAGE = "@deploy/docker/jvm.options";

    private AotCache() {}

    /**
     * Creates the cache from the service in {@code target/quarkus-app}.
     *
     * @param jvmOptions the JVM options of the service
     * @return the options that use the cache; empty if this Java version has no AOT cache
     */
    static List<String> make(List<String> jvmOptions) throws IOException {
        if (Runtime.version().feature() < FIRST_JAVA) {
            return List.of();
        }
        var cache = BenchmarkContext.file("service.aot");
        Files.deleteIfExists(cache);
        var command =
                new ArrayList<>(List.of(Command.jdk("java"), OPTIONS_OF_THE_IMAGE, "-XX:AOTCacheOutput=" + cache));
        command.addAll(jvmOptions);
        command.addAll(List.of("-jar", Replica.PACKAGE.toString()));
        try (var training =
                MeasuredProcess.java("aot-training", AotTraining.class, List.of(), command.toArray(String[]::new))) {
            if (training.awaitEnd() != 0 || !Files.exists(cache)) {
                throw new IllegalStateException("no AOT cache, log: " + BenchmarkContext.file("aot-training.log"));
            }
        }
        return List.of(OPTIONS_OF_THE_IMAGE, "-XX:AOTCache=" + cache);
    }
}
