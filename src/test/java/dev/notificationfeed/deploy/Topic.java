package dev.notificationfeed.deploy;

import static java.util.stream.Collectors.toMap;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;

/** A topic as defined in its manifest. */
record Topic(String name, int partitions, int replicas, JsonNode config) {

    /** All topics by name. */
    static Map<String, Topic> all() {
        return Manifests.files().stream()
                .filter(file -> file.startsWith(Manifests.KUBERNETES.resolve("topics")))
                .map(Manifests::tree)
                .map(Topic::of)
                .collect(toMap(Topic::name, Function.identity()));
    }

    private static Topic of(JsonNode manifest) {
        var spec = manifest.path("spec");
        return new Topic(
                manifest.path("metadata").path("name").asText(),
                spec.path("partitions").asInt(),
                spec.path("replicas").asInt(),
                spec.path("config"));
    }

    Duration retention() {
        return Duration.ofMillis(config.path("retention.ms").asLong());
    }

    Duration segment() {
        return Duration.ofMillis(config.path("segment.ms").asLong());
    }
}
