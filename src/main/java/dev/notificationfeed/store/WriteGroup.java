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
 * Consecutive changes that can be applied in two phases without breaking the order of any recipient. First all new items are
 * inserted at once. Then the changes to items are applied, in order for one recipient and in parallel for different ones. A
 * new item that follows such a change of the same recipient starts the next group.
 */
final class WriteGroup {

    /**
     * A change and its place in the batch.
     *
     * @param place from 0
     */
    record Placed<C extends Change>(int place, C change) {}

    private final List<Placed<Creation>> creations = new ArrayList<>();
    private final Map<Recipient, List<Placed<Change>>> updates = new LinkedHashMap<>();

    private WriteGroup() {}

    static List<WriteGroup> partition(List<? extends Change> batch) {
        List<WriteGroup> groups = new ArrayList<>();
        WriteGroup current = null;
        for (int place = 0; place < batch.size(); place++) {
            Change change = batch.get(place);
            if (current == null || !current.accepts(change)) {
                current = new WriteGroup();
                groups.add(current);
            }
            current.add(place, change);
        }
        return groups;
    }

    List<Placed<Creation>> creations() {
        return creations;
    }

    /** In topic order, one list for each recipient. */
    Collection<List<Placed<Change>>> updates() {
        return updates.values();
    }

    private boolean accepts(Change change) {
        return !(change instanceof Creation && updates.containsKey(change.recipient()));
    }

    private void add(int place, Change change) {
        if (change instanceof Creation creation) {
            creations.add(new Placed<>(place, creation));
        } else {
            updates.computeIfAbsent(change.recipient(), recipient -> new ArrayList<>())
                    .add(new Placed<>(place, change));
        }
    }
}
