package dev.notificationfeed.feed;

import dev.notificationfeed.notification.Publication;
import io.vertx.core.buffer.Buffer;

/**
 * One record in the recent feed, linked to the next one of the same recipient. All streams share its frame. An evicted
 * entry has no frame any more, but still leads a slow cursor to the following entries.
 */
public final class Entry {

    private final FeedRecord record;
    private final int partition;
    private final long offset;
    private final long timestamp;
    private final int bytes;
    private volatile Buffer frame;
    private volatile boolean erased;
    private volatile Entry next;

    Entry(FeedRecord record, Position after, long timestamp, Buffer frame) {
        this.record = record.withoutJson();
        this.partition = after.partition();
        this.offset = after.offset() - 1;
        this.timestamp = timestamp;
        this.bytes = frame.length();
        this.frame = frame;
    }

    /** The start of a recipient's entries; it has no record. */
    static Entry beforeFirst() {
        return new Entry();
    }

    private Entry() {
        this.record = null;
        this.partition = 0;
        this.offset = -1;
        this.timestamp = 0;
        this.bytes = 0;
    }

    /** The record without its JSON. */
    public FeedRecord record() {
        return record;
    }

    int partition() {
        return partition;
    }

    long offset() {
        return offset;
    }

    long timestamp() {
        return timestamp;
    }

    int bytes() {
        return bytes;
    }

    /** The bytes for the wire; null if the entry was evicted or erased. */
    public Buffer frame() {
        return frame;
    }

    /** Whether the entry is hidden because the recipient was erased after it, or by another entry before it. */
    public boolean isErased() {
        return erased;
    }

    /** Whether the record says that the recipient was erased. */
    public boolean isErasure() {
        return record != null && record.kind() == Publication.Kind.ERASED;
    }

    /** Whether the record says that many items changed, without naming them. */
    public boolean isManyChanges() {
        return record != null && record.kind() == Publication.Kind.MANY_CHANGES;
    }

    Entry next() {
        return next;
    }

    void append(Entry following) {
        next = following;
    }

    void evict() {
        frame = null;
    }

    void erase() {
        erased = true;
        frame = null;
    }
}
