package dev.notificationfeed.bench;

import dev.notificationfeed.devstack.Rehearsal;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

/** The AOT cache that the service has in its image, made in the same way, and what the image sets beside it. */
final class AotCache {

    private static final int FIRST_JAVA = 25;

    /** As in {@code deploy/docker/jvm.options}; the cache is good for this layout of objects only. */
    private static final String LAYOUT = "-XX:+UseCompactObjectHeaders";

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
        var cache = Lab.file("service.aot");
        Files.deleteIfExists(cache);
        var command = new ArrayList<>(List.of(Child.jvm(), LAYOUT, "-XX:AOTCacheOutput=" + cache));
        command.addAll(jvmOptions);
        command.addAll(List.of("-jar", Replica.PACKAGE.toString()));
        try (var rehearsal = Child.java("rehearsal", Rehearsal.class, List.of(), command.toArray(String[]::new))) {
            if (rehearsal.awaitEnd() != 0 || !Files.exists(cache)) {
                throw new IllegalStateException("no AOT cache, log: " + Lab.file("rehearsal.log"));
            }
        }
        return List.of(LAYOUT, "-XX:AOTCache=" + cache);
    }
}
