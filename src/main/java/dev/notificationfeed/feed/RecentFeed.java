package dev.notificationfeed.feed;

import dev.notificationfeed.notification.Publication;
import io.vertx.core.buffer.Buffer;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The latest part of the feed topic, in memory, bounded by time, count and bytes. Written by the follower's thread only;
 * a cursor then walks from entry to entry without a lock.
 *
 * <pre>
 *   partition 0:  e1 e3 e4 …      the oldest head of all partitions leaves first
 *   partition 1:  e2 e5 …
 *   recipient a:  ○ → e1 → e4     ○ stands before the oldest one kept; e4 is the tail, where a new cursor starts
 * </pre>
 */
@ApplicationScoped
public class RecentFeed {

    /** What an entry costs beside its frame: objects, strings, its places in maps and queues. */
    private static final int OVERHEAD_BYTES = 400;

    private final FeedConfig config;
    private final Clock clock;
    private final Map<String, RecipientLog> chains = new HashMap<>();
    private final Map<String, Entry> latestOfItem = new HashMap<>();
    private List<Deque<Entry>> partitions = List.of();
    private long[] floors = {};
    private long[] ends = {};
    private String epoch = "";
    private int records;
    private long bytes;

    public RecentFeed(FeedConfig config, Clock clock) {
        this.config = config;
        this.clock = clock;
    }

    /** Forgets everything; from now on it holds another log, or the same one from other offsets on. */
    public synchronized void restart(String newEpoch, long[] from) {
        epoch = newEpoch;
        floors = from.clone();
        ends = from.clone();
        List<Deque<Entry>> empty = new ArrayList<>();
        for (int i = 0; i < from.length; i++) {
            empty.add(new ArrayDeque<>());
        }
        partitions = empty;
        chains.clear();
        latestOfItem.clear();
        records = 0;
        bytes = 0;
    }

    /**
     * Takes the record at an offset. Returns its entry, or null if there is nothing to show: its item is known at that
     * version or a later one, or its person has just been erased.
     */
    public synchronized Entry append(FeedRecord record, int partition, long offset, long timestamp) {
        ends[partition] = offset + 1;
        if (isKnown(record)) {
            return null;
        }
        Position after = new Position(epoch, partition, offset + 1);
        Entry entry = new Entry(record, after, timestamp, frame(record, after));
        chain(record.recipient()).add(entry);
        keep(entry);
        evictOverdue();
        return entry.isErased() ? null : entry;
    }

    /** A record that could not be read: it has an offset, and nothing else. */
    synchronized void skip(int partition, long offset) {
        ends[partition] = offset + 1;
    }

    /** A cursor at the present end of a recipient's entries. */
    public synchronized Cursor cursorAtEnd(String recipient) {
        RecipientLog chain = chain(recipient);
        return chain.cursorAfter(chain.tail(), present(recipient), 0);
    }

    /** A cursor at a position; null if there is an resetReason to it by now. */
    public synchronized Cursor cursorAt(String recipient, Position position) {
        if (resetReasonFor(recipient, position) != null) {
            return null;
        }
        RecipientLog chain = chain(recipient);
        return chain.cursorAfter(chain.beforeOldest(), position, position.offset());
    }

    /** What speaks against a position; null if it lies in what is kept, or further on than this replica has read. */
    public synchronized ResetReason resetReasonFor(String recipient, Position position) {
        if (!position.epoch().equals(epoch)) {
            return ResetReason.UNKNOWN_EPOCH;
        }
        if (position.partition() != Partitioning.partitionOf(recipient, ends.length)) {
            return ResetReason.MALFORMED;
        }
        return position.offset() < floors[position.partition()] ? ResetReason.TOO_OLD : null;
    }

    /** Whether this replica has read as far as that. */
    public synchronized boolean hasReached(Position position) {
        return position.offset() <= ends[position.partition()];
    }

    /** Where a recipient's next record will be. */
    public synchronized Position present(String recipient) {
        int partition = Partitioning.partitionOf(recipient, ends.length);
        return new Position(epoch, partition, ends[partition]);
    }

    /**
     * The present, as a position for a stream that has shown all there is: what others were told meanwhile is no reason
     * to call its client's position too old. Null if something waits to be shown, if its position lies further on, or if
     * it stands in what was forgotten.
     */
    public synchronized Position freshPosition(Cursor cursor) {
        if (cursor.hasNext() || chains.get(cursor.chain().recipient()) != cursor.chain()) {
            return null;
        }
        Position present = present(cursor.chain().recipient());
        return cursor.isBeyond(present.offset()) ? null : present;
    }

    /** For each partition the offset that is read next. */
    synchronized long[] ends() {
        return ends.clone();
    }

    synchronized int records() {
        return records;
    }

    synchronized long bytes() {
        return bytes;
    }

    /** Gives a cursor back; it must not be used any more. Giving it back twice does nothing. */
    public synchronized void release(Cursor cursor) {
        if (cursor.release()) {
            cursor.chain().released();
            dropIfUnused(cursor.chain());
        }
    }

    private RecipientLog chain(String recipient) {
        return chains.computeIfAbsent(recipient, RecipientLog::new);
    }

    private void dropIfUnused(RecipientLog chain) {
        if (chain.isUnused()) {
            chains.remove(chain.recipient(), chain);
        }
    }

    /**
     * Whether there is nothing new in a record: its item is held at that version or a later one. An erasure says more than
     * any other record of the same version, such as the end of the item.
     */
    synchronized boolean isKnown(FeedRecord record) {
        Entry latest = latestOfItem.get(record.itemId());
        return latest != null
                && latest.record().version() >= record.version()
                && (latest.isErasure() || record.kind() != Publication.Kind.ERASED);
    }

    private static Buffer frame(FeedRecord record, Position after) {
        return record.kind() == Publication.Kind.ERASED
                ? Frames.reset(after, ResetReason.ERASED)
                : Frames.item(record.kind(), after, record.json());
    }

    private void keep(Entry entry) {
        latestOfItem.put(entry.record().itemId(), entry);
        partitions.get(entry.partition()).add(entry);
        records++;
        bytes += entry.bytes() + OVERHEAD_BYTES;
    }

    /** Called by the follower between records too, so that time alone makes entries leave. */
    public synchronized void evictOverdue() {
        long oldestAllowed = clock.millis() - config.recentTime().toMillis();
        Entry oldest = oldest();
        while (oldest != null && (oldest.timestamp() < oldestAllowed || isFull())) {
            evict(oldest);
            oldest = oldest();
        }
    }

    private boolean isFull() {
        return records > config.recentRecords() || bytes > config.recentBytes().asLongValue();
    }

    /** Asked for with each record, so it makes nothing. */
    private Entry oldest() {
        Entry oldest = null;
        for (Deque<Entry> partition : partitions) {
            Entry head = partition.peek();
            if (head != null && (oldest == null || head.timestamp() < oldest.timestamp())) {
                oldest = head;
            }
        }
        return oldest;
    }

    private void evict(Entry entry) {
        partitions.get(entry.partition()).remove();
        floors[entry.partition()] = entry.offset() + 1;
        latestOfItem.remove(entry.record().itemId(), entry);
        records--;
        bytes -= entry.bytes() + OVERHEAD_BYTES;
        RecipientLog chain = chains.get(entry.record().recipient());
        chain.evictOldest(entry);
        dropIfUnused(chain);
    }
}
