package dev.notificationfeed.health;

import io.smallrye.mutiny.Uni;

/**
 * A check of one dependency. {@link Dependencies} finds beans of this type and calls each every two seconds, at once when its
 * base comes up, and more often at startup until it is up. Calls never overlap and time out after two seconds.
 */
public interface DependencyCheck {

    /** The reported name, e.g. {@code kafka-topics}. */
    String name();

    /** The name of the check that this one depends on, or null. While the base is down, this check is not called. */
    default String base() {
        return null;
    }

    /** Checks once. Must not block the calling thread. A failure counts as down; its message goes to the log only. */
    Uni<CheckResult> check();
}
