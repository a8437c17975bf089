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
    record Placed(int place, Received received) {

        Change change() {
            return received.change();
        }
    }

    private final List<Placed> creations = new ArrayList<>();
    private final Map<Recipient, List<Placed>> updates = new LinkedHashMap<>();

    private WriteGroup() {}

    static List<WriteGroup> partition(List<Received> batch) {
        List<WriteGroup> groups = new ArrayList<>();
        WriteGroup current = null;
        for (int place = 0; place < batch.size(); place++) {
            Received received = batch.get(place);
            if (current == null || !current.accepts(received.change())) {
                current = new WriteGroup();
                groups.add(current);
            }
            current.add(new Placed(place, received));
        }
        return groups;
    }

    List<Placed> creations() {
        return creations;
    }

    /** In topic order, one list for each recipient. */
    Collection<List<Placed>> updates() {
        return updates.values();
    }

    private boolean accepts(Change change) {
        return !(change instanceof Creation && updates.containsKey(change.recipient()));
    }

    private void add(Placed placed) {
        if (placed.change() instanceof Creation) {
            creations.add(placed);
        } else {
            updates.computeIfAbsent(placed.change().recipient(), recipient -> new ArrayList<>())
                    .add(placed);
        }
    }
}
