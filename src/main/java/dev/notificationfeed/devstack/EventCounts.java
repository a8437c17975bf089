package dev.notificationfeed.devstack;

import dev.notificationfeed.devstack.PublishedEvent.Outcome;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** How many events had each outcome since this object was made, from the counter {@code notifications.events}. */
final class EventCounts {

    /** The others are refusals: such an event is on the dead-letter topic. */
    private static final Set<String> ACCEPTED =
            Set.of("stored", "changed", "unchanged", "outdated", "seen-before", "past-retention", "early", "erased");

    private final MeterRegistry metrics;
    private final Map<String, Double> before;

    EventCounts(MeterRegistry metrics) {
        this.metrics = metrics;
        this.before = current();
    }

    /**
     * The outcome of an accepted event that was handled since. It is exact where all accepted events of that time had the
     * same outcome, and {@code handled} where they had not or where another replica handled the event.
     */
    Outcome outcome() {
        var increased = current().entrySet().stream()
                .filter(count -> count.getValue() > before.getOrDefault(count.getKey(), 0.0))
                .map(Map.Entry::getKey)
                .toList();
        return increased.size() == 1 ? Outcome.handled(increased.get(0)) : Outcome.unknown();
    }

    private Map<String, Double> current() {
        return metrics.find("notifications.events").counters().stream()
                .filter(counter -> ACCEPTED.contains(outcome(counter)))
                .collect(Collectors.toMap(EventCounts::outcome, Counter::count));
    }

    private static String outcome(Counter counter) {
        return counter.getId().getTag("outcome");
    }
}
