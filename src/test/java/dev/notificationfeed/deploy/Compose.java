package dev.notificationfeed.deploy;

import static java.util.stream.Collectors.toMap;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The compose file. */
final class Compose {

    static final Path FILE = Path.of("deploy", "compose", "compose.yaml");
    static final JsonNode SERVICES = Manifests.tree(FILE).path("services");

    private Compose() {}

    static JsonNode service(String name) {
        return SERVICES.path(name);
    }

    /** The entries of the lists with a name, e.g. {@code ports}, of all services. */
    static List<String> each(String list) {
        return SERVICES.findValues(list).stream()
                .flatMap(JsonNode::valueStream)
                .map(JsonNode::asText)
                .toList();
    }

    /** The environment variables of the service. */
    static Map<String, String> environment() {
        return service("notification-feed").path("environment").properties().stream()
                .collect(toMap(Map.Entry::getKey, setting -> setting.getValue().asText()));
    }
}
