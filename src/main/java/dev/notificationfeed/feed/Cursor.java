package dev.notificationfeed.feed;

/** The place of one stream in the recent feed. Used by one thread at a time. */
public final class Cursor {

    private final RecipientLog log;
    private final Position start;
    private final long minOffset;
    private Entry last;
    private boolean released;

    /**
     * @param log the recipient's entries
     * @param last the entry before the first one to show
     * @param start the position of this place
     * @param minOffset the least offset to show: a replica that lags behind the client reads records that it has seen
     */
    Cursor(RecipientLog log, Entry last, Position start, long minOffset) {
        this.log = log;
        this.last = last;
        this.start = start;
        this.minOffset = minOffset;
    }

    RecipientLog log() {
        return log;
    }

    /** Returns whether this call is the first. Guarded by the recent feed's lock. */
    boolean release() {
        boolean first = !released;
        released = true;
        return first;
    }

    /** The position at which the cursor began. */
    public Position start() {
        return start;
    }

    /** The next entry to show, or null if there is none yet. An entry without a frame has been evicted before it was shown. */
    public Entry advance() {
        Entry next = last.next();
        while (next != null && (next.offset() < minOffset || next.isErased())) {
            last = next;
            next = last.next();
        }
        if (next != null) {
            last = next;
        }
        return next;
    }

    /** Whether the client has seen more than this replica, which has read up to the offset. */
    boolean isBeyond(long offset) {
        return minOffset > offset;
    }

    /** Whether there are entries to show. */
    public boolean hasNext() {
        Entry next = last.next();
        while (next != null && next.isErased()) {
            next = next.next();
        }
        return next != null;
    }
}
