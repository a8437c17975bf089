package dev.notificationfeed.capability;

import dev.notificationfeed.health.DependencyState;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What a client can ask for before it is released, and the dependencies that each stands on. */
enum Capability {
    LIST,
    UNREAD_COUNT,
    MESSAGE,
    MARK,
    MARK_ALL_READ,
    STREAM("kafka", "kafka-topics", "feed");

    private static final Set<String> NEEDED_BY_ALL = Set.of("mongodb", "mongodb-indexes", "identity-provider");

    private final Set<String> needs;

    Capability(String... further) {
        this.needs = Set.of(further);
    }

    /** The name in the contract, e.g. {@code notifications.unread-count}. */
    String id() {
        return "notifications." + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * Why this replica does not have it now, or empty text.
     *
     * @param states a base before what stands on it: the first that is missing is the one to name
     */
    String lack(List<DependencyState> states) {
        return states.stream()
                .filter(state -> needs.contains(state.name()) || NEEDED_BY_ALL.contains(state.name()))
                .filter(state -> !state.result().up())
                .map(state -> state.result().reason())
                .findFirst()
                .orElse("");
    }
}
