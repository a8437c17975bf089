package dev.notificationfeed.capability;

import java.time.Instant;
import java.util.Map;

/**
 * What one running instance of the service says of itself.
 *
 * @param instance its name, unique to its process
 * @param version the version that it runs
 * @param capabilities each capability it knows, with the reason why it is not available; empty text when it is
 * @param seenAt when it last said so, by its own clock
 */
public record Replica(String instance, String version, Map<String, String> capabilities, Instant seenAt) {

    /** Copies the map. */
    public Replica {
        capabilities = Map.copyOf(capabilities);
    }
}
