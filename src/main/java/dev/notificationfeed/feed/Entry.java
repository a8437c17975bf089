package dev.notificationfeed.feed;

import dev.notificationfeed.notification.Publication;
import io.vertx.core.buffer.Buffer;

/**
 * One record in the recent feed, linked to the next one of the same recipient. The frame is made once and shared by all
 * streams. An entry that has left the recent feed has no frame any more, but still leads a slow cursor to those after it.
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

    /** What stands before a recipient's first entry. */
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

    /** The bytes for the wire, or null if it has left the recent feed. */
    public Buffer frame() {
        return frame;
    }

    /** Whether it is void because the person was erased after it. */
    public boolean isErased() {
        return erased;
    }

    public boolean isErasure() {
        return record != null && record.kind() == Publication.Kind.ERASED;
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
