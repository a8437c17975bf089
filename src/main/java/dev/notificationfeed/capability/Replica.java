package dev.notificationfeed.capability;

import java.util.Map;

/**
 * The report of one running instance of the service.
 *
 * @param instance unique to its process
 * @param version the version of the service
 * @param capabilities each capability that its version knows, with the reason why it is unavailable; empty text when available
 */
public record Replica(String instance, String version, Map<String, String> capabilities) {

    /** Copies the map. */
    public Replica {
        capabilities = Map.copyOf(capabilities);
    }
}
