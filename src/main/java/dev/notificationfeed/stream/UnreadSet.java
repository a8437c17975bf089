package dev.notificationfeed.stream;

import dev.notificationfeed.feed.FeedRecord;
import dev.notificationfeed.notification.NotificationId;
import java.util.HashMap;
import java.util.Map;

/**
 * The unread items of one recipient: loaded from the store once, then updated by the feed. The higher version of an item
 * wins, because the store's answer and a record of the feed can overtake each other.
 */
final class UnreadSet {

    private final Map<String, Long> unread = new HashMap<>();
    private final Map<String, FeedRecord> beforeLoad = new HashMap<>();
    private boolean loaded;
    private int generation;

    /** Takes the store's answer, unless the store was asked before the last call of {@link #forget}. */
    synchronized void load(Map<NotificationId, Long> stored, int askedInGeneration) {
        if (loaded || askedInGeneration != generation) {
            return;
        }
        unread.clear();
        stored.forEach((id, version) -> unread.put(id.value(), version));
        loaded = true;
        beforeLoad.values().forEach(this::follow);
        beforeLoad.clear();
    }

    /** Applies a record of the feed. */
    synchronized void apply(FeedRecord record) {
        if (loaded) {
            follow(record);
        } else {
            beforeLoad.put(record.itemId(), record);
        }
    }

    /** The set may be wrong and must be loaded again. The old number stays until then. */
    synchronized void forget() {
        loaded = false;
        generation++;
    }

    synchronized int generation() {
        return generation;
    }

    synchronized boolean isLoaded() {
        return loaded;
    }

    /** The person was erased: empties the set, which must be loaded again. */
    synchronized void forgetAll() {
        unread.clear();
        beforeLoad.clear();
        forget();
    }

    /** Whether {@link #forget} was called and the set has not been loaded since. */
    synchronized boolean isForgotten() {
        return !loaded && generation > 0;
    }

    /** The number of unread items; meaningful once loaded. */
    synchronized int size() {
        return unread.size();
    }

    private void follow(FeedRecord record) {
        Long known = unread.get(record.itemId());
        if (known != null && known > record.version()) {
            return;
        }
        if (record.unread()) {
            unread.put(record.itemId(), record.version());
        } else {
            unread.remove(record.itemId());
        }
    }
}
