package dev.notificationfeed.stream;

import dev.notificationfeed.feed.FeedRecord;
import dev.notificationfeed.notification.NotificationId;
import java.util.HashMap;
import java.util.Map;

/**
 * Which items of one recipient are unread, as far as this replica knows: read from the store once, then following the
 * feed. Of two facts about an item the one with the higher version counts, whichever came first: a record may overtake
 * the store's answer, and the other way round.
 */
final class UnreadSet {

    private final Map<String, Long> unread = new HashMap<>();
    private final Map<String, FeedRecord> beforeLoad = new HashMap<>();
    private boolean loaded;
    private int generation;

    /** Takes the store's answer, unless the question was asked before {@link #forget} was called last. */
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

    /** Takes a record of the feed. */
    synchronized void apply(FeedRecord record) {
        if (loaded) {
            follow(record);
        } else {
            beforeLoad.put(record.itemId(), record);
        }
    }

    /** What is known may be wrong: it has to be loaded again. Until then the old number stands. */
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

    /** Everything that was known is void: the person was erased. The store knows what is left. */
    synchronized void forgetAll() {
        unread.clear();
        beforeLoad.clear();
        forget();
    }

    /** Whether it was loaded once and has to be loaded again. */
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
