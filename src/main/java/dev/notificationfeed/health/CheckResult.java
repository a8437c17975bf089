package dev.notificationfeed.health;

import java.util.Map;

/**
 * The result of one check of a dependency.
 *
 * @param up whether the dependency is available
 * @param reason why it is not available; null when it is up
 * @param data details for operators, e.g. a count; no secrets, no personal data
 */
public record CheckResult(boolean up, String reason, Map<String, String> data) {

    /** Copies the data. */
    public CheckResult {
        data = Map.copyOf(data);
    }

    /** The dependency is up. */
    public static CheckResult present() {
        return new CheckResult(true, null, Map.of());
    }

    /** The dependency is up, with details. */
    public static CheckResult present(Map<String, String> data) {
        return new CheckResult(true, null, data);
    }

    /** The dependency is down. */
    public static CheckResult missing(String reason) {
        return new CheckResult(false, reason, Map.of());
    }

    /** The dependency is down, with details. */
    public static CheckResult missing(String reason, Map<String, String> data) {
        return new CheckResult(false, reason, data);
    }
}
