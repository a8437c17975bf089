package dev.notificationfeed.health;

import java.util.Map;

/**
 * What one look at a dependency found.
 *
 * @param up whether it is there and answers
 * @param reason in words what is missing; null when it is up
 * @param data further facts for an operator, e.g. a count; no secrets, no personal data
 */
public record CheckResult(boolean up, String reason, Map<String, String> data) {

    /** Copies the data. */
    public CheckResult {
        data = Map.copyOf(data);
    }

    /** It is there. */
    public static CheckResult present() {
        return new CheckResult(true, null, Map.of());
    }

    /** It is there, with facts. */
    public static CheckResult present(Map<String, String> data) {
        return new CheckResult(true, null, data);
    }

    /** It is missing. */
    public static CheckResult missing(String reason) {
        return new CheckResult(false, reason, Map.of());
    }

    /** It is missing, with facts. */
    public static CheckResult missing(String reason, Map<String, String> data) {
        return new CheckResult(false, reason, data);
    }
}
