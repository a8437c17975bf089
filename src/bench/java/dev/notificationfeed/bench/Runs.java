package dev.notificationfeed.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What was measured, run by run. */
final class Runs {

    private final Map<String, List<Double>> values = new LinkedHashMap<>();

    void add(String name, double value) {
        values.computeIfAbsent(name, first -> new ArrayList<>()).add(value);
    }

    /** The value in the middle; null where nothing was measured. */
    Double median(String name) {
        var sorted = values.getOrDefault(name, List.of()).stream().sorted().toList();
        return sorted.isEmpty() ? null : sorted.get((sorted.size() - 1) / 2);
    }

    /** Everything, by name, in the order of the runs. */
    Map<String, List<Double>> all() {
        return values;
    }
}
