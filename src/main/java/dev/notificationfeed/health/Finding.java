package dev.notificationfeed.health;

import java.util.Map;

/**
 * What one look at a dependency found.
 *
 * @param up whether it is there and answers
 * @param reason in words what is missing; null when it is up
 * @param data further facts for an operator, e.g. a count; no secrets, no personal data
 */
public record Finding(boolean up, String reason, Map<String, String> data) {

    /** Copies the data. */
    public Finding {
        data = Map.copyOf(data);
    }

    /** It is there. */
    public static Finding present() {
        return new Finding(true, null, Map.of());
    }

    /** It is there, with facts. */
    public static Finding present(Map<String, String> data) {
        return new Finding(true, null, data);
    }

    /** It is missing. */
    public static Finding missing(String reason) {
        return new Finding(false, reason, Map.of());
    }

    /** It is missing, with facts. */
    public static Finding missing(String reason, Map<String, String> data) {
        return new Finding(false, reason, data);
    }
}
