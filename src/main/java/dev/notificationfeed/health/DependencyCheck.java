package dev.notificationfeed.health;

import io.smallrye.mutiny.Uni;

/**
 * How one dependency is looked at. A bean of this type is found and called by {@link Dependencies}: every two seconds,
 * at once when its base comes up, more often until it has followed its base at the start, never twice at once, and cut off
 * after two seconds.
 */
public interface DependencyCheck {

    /** The name under which it is reported, e.g. {@code kafka-topics}. */
    String name();

    /** The name of the check without which this one makes no sense, or null. While that is down, this is not asked. */
    default String base() {
        return null;
    }

    /** Looks. Must not block the calling thread; a failure counts as missing, with its message as the reason. */
    Uni<CheckResult> check();
}
