package dev.notificationfeed.capability;

import dev.notificationfeed.health.DependencyState;
import dev.notificationfeed.wire.WireName;
import java.util.List;
import java.util.Set;

/** What a release can require of this service, and the dependencies that each capability needs. */
enum Capability {
    LIST,
    UNREAD_COUNT,
    MESSAGE,
    MARK,
    MARK_ALL_READ,
    STREAM("kafka", "kafka-topics", "feed");

    private static final Set<String> NEEDED_BY_ALL = Set.of("mongodb", "mongodb-indexes", "identity-provider");

    private final Set<String> needs;

    Capability(String... needs) {
        this.needs = Set.of(needs);
    }

    /** The name in the contract, e.g. {@code notifications.unread-count}. */
    String id() {
        return "notifications." + WireName.of(this);
    }

    /**
     * Why the capability is unavailable on this replica; empty text when it is available.
     *
     * @param states each base before its dependents: the first one that is down is the cause
     */
    String unavailableReason(List<DependencyState> states) {
        return states.stream()
                .filter(state -> needs.contains(state.name()) || NEEDED_BY_ALL.contains(state.name()))
                .filter(state -> !state.result().up())
                .map(state -> state.result().reason())
                .findFirst()
                .orElse("");
    }
}
