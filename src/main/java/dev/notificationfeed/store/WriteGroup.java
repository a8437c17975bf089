package dev.notificationfeed.store;

import dev.notificationfeed.notification.Change;
import dev.notificationfeed.notification.Creation;
import dev.notificationfeed.notification.Recipient;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A run of changes that can be applied in two strokes without breaking anyone's order: first all new items at once, then
 * the changes to items, one after the other for one recipient, side by side for different ones. A new item that comes
 * after such a change of the same recipient begins the next wave.
 */
final class WriteGroup {

    /**
     * A change and its place in the batch.
     *
     * @param place from 0
     */
    record Placed<C extends Change>(int place, C change) {}

    private final List<Placed<Creation>> creations = new ArrayList<>();
    private final Map<Recipient, List<Placed<Change>>> alterations = new LinkedHashMap<>();

    private WriteGroup() {}

    static List<WriteGroup> split(List<? extends Change> batch) {
        List<WriteGroup> waves = new ArrayList<>();
        WriteGroup current = null;
        for (int place = 0; place < batch.size(); place++) {
            Change change = batch.get(place);
            if (current == null || current.mustPrecede(change)) {
                current = new WriteGroup();
                waves.add(current);
            }
            current.add(place, change);
        }
        return waves;
    }

    List<Placed<Creation>> creations() {
        return creations;
    }

    /** In topic order, one list for each recipient. */
    Collection<List<Placed<Change>>> alterations() {
        return alterations.values();
    }

    private boolean mustPrecede(Change change) {
        return change instanceof Creation && alterations.containsKey(change.recipient());
    }

    private void add(int place, Change change) {
        if (change instanceof Creation creation) {
            creations.add(new Placed<>(place, creation));
        } else {
            alterations
                    .computeIfAbsent(change.recipient(), recipient -> new ArrayList<>())
                    .add(new Placed<>(place, change));
        }
    }
}
