package dev.notificationfeed.feed;

import dev.notificationfeed.notification.Publication;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The entries of all recipients by age, bounded by time, number and bytes. Guarded by the recent feed's lock.
 *
 * <pre>
 *   partition 0:  e1 e3 e4 …      the oldest first entry of all partitions is evicted first
 *   partition 1:  e2 e5 …
 * </pre>
 */
final class RetainedEntries {

    /** The cost of an entry besides its frame: objects, strings, its places in maps and queues. */
    private static final int OVERHEAD_BYTES = 400;

    private final FeedConfig config;
    private final Map<String, Entry> latestOfItem = new HashMap<>();
    private final List<Deque<Entry>> partitions = new ArrayList<>();
    private final long[] floors;
    private int records;
    private long bytes;

    /** @param from the offset of the first record to come, by partition */
    RetainedEntries(FeedConfig config, long[] from) {
        this.config = config;
        this.floors = from.clone();
        for (int i = 0; i < from.length; i++) {
            partitions.add(new ArrayDeque<>());
        }
    }

    int records() {
        return records;
    }

    long bytes() {
        return bytes;
    }

    /** What some records before the offset said is not known. */
    void raiseFloor(int partition, long offset) {
        floors[partition] = Math.max(floors[partition], offset);
    }

    /** The lowest offset from which all records of a partition are retained. */
    long floor(int partition) {
        return floors[partition];
    }

    /**
     * Whether the item is held at the record's version or a later one. An id that was withdrawn early for one recipient can
     * become another one's item with the same version. An erasure is news even if another record has the
     * same version: the deletion of an item that expired, for example.
     */
    boolean isKnown(FeedRecord record) {
        Entry latest = latestOfItem.get(record.itemId());
        return latest != null
                && latest.record().recipient().equals(record.recipient())
                && latest.record().version() >= record.version()
                && (latest.isErasure() || record.kind() != Publication.Kind.ERASED);
    }

    void add(Entry entry) {
        latestOfItem.put(entry.record().itemId(), entry);
        partitions.get(entry.partition()).add(entry);
        records++;
        bytes += entry.bytes() + OVERHEAD_BYTES;
    }

    /** Removes the oldest entry if it was written before that time (in ms) or a bound is exceeded; else returns null. */
    Entry evictNext(long oldestAllowed) {
        Entry oldest = oldest();
        if (oldest == null || (oldest.timestamp() >= oldestAllowed && !exceedsBounds())) {
            return null;
        }
        partitions.get(oldest.partition()).remove();
        raiseFloor(oldest.partition(), oldest.offset() + 1);
        latestOfItem.remove(oldest.record().itemId(), oldest);
        records--;
        bytes -= oldest.bytes() + OVERHEAD_BYTES;
        return oldest;
    }

    private boolean exceedsBounds() {
        return records > config.recentRecords() || bytes > config.recentBytes().asLongValue();
    }

    /** Called for each record, so it allocates nothing. */
    private Entry oldest() {
        Entry oldest = null;
        for (Deque<Entry> partition : partitions) {
            Entry first = partition.peek();
            if (first != null && (oldest == null || first.timestamp() < oldest.timestamp())) {
                oldest = first;
            }
        }
        return oldest;
    }
}
