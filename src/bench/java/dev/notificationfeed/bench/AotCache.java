package dev.notificationfeed.bench;

import dev.notificationfeed.devstack.AotTraining;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

/** The AOT cache that the service has in its image, made in the same way, and what the image sets beside it. */
final class AotCache {

    private static final int FIRST_JAVA = 25;

    /** The cache is good for the layout of objects only that these set. */
    private static final String OPTIONS_OF_THE_IMAGE = "@deploy/docker/jvm.options";

    private AotCache() {}

    /**
     * Makes it, with the service of {@code target/quarkus-app}.
     *
     * @param jvmOptions those of the service
     * @return the options to run it with; none where Java has no such cache
     */
    static List<String> make(List<String> jvmOptions) throws IOException {
        if (Runtime.version().feature() < FIRST_JAVA) {
            return List.of();
        }
        var cache = BenchmarkContext.file("service.aot");
        Files.deleteIfExists(cache);
        var command = new ArrayList<>(List.of(Child.jvm(), OPTIONS_OF_THE_IMAGE, "-XX:AOTCacheOutput=" + cache));
        command.addAll(jvmOptions);
        command.addAll(List.of("-jar", Replica.PACKAGE.toString()));
        try (var training = Child.java("aot-training", AotTraining.class, List.of(), command.toArray(String[]::new))) {
            if (training.awaitEnd() != 0 || !Files.exists(cache)) {
                throw new IllegalStateException("no AOT cache, log: " + BenchmarkContext.file("aot-training.log"));
            }
        }
        return List.of(OPTIONS_OF_THE_IMAGE, "-XX:AOTCache=" + cache);
    }
}
