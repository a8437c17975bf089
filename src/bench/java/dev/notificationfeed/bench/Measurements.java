package dev.notificationfeed.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The measured values by name, one per run. */
final class Measurements {

    private final Map<String, List<Double>> values = new LinkedHashMap<>();

    void add(String name, double value) {
        values.computeIfAbsent(name, first -> new ArrayList<>()).add(value);
    }

    /** The median; null if nothing was measured. */
    Double median(String name) {
        var sorted = values.getOrDefault(name, List.of()).stream().sorted().toList();
        return sorted.isEmpty() ? null : sorted.get((sorted.size() - 1) / 2);
    }

    /** All values by name, in the order of the runs. */
    Map<String, List<Double>> all() {
        return values;
    }
}
