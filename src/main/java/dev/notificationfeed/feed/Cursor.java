package dev.notificationfeed.feed;

/** Where one stream stands in the recent feed. Used by one thread at a time. */
public final class Cursor {

    private final RecipientLog chain;
    private final Position start;
    private final long notBefore;
    private Entry last;
    private boolean released;

    /**
     * @param chain the recipient's entries
     * @param last the entry after which it stands
     * @param start the position that stands for this place
     * @param notBefore the least offset that it may show: a replica that lags reads older records later
     */
    Cursor(RecipientLog chain, Entry last, Position start, long notBefore) {
        this.chain = chain;
        this.last = last;
        this.start = start;
        this.notBefore = notBefore;
    }

    RecipientLog chain() {
        return chain;
    }

    /** Whether this call was the one that gave it back. Guarded by the recent feed's lock. */
    boolean release() {
        boolean first = !released;
        released = true;
        return first;
    }

    public Position start() {
        return start;
    }

    /** The next entry to be shown, or null if there is none yet. An entry without a frame means that this cursor fell out. */
    public Entry advance() {
        Entry next = last.next();
        while (next != null && (next.offset() < notBefore || next.isErased())) {
            last = next;
            next = last.next();
        }
        if (next != null) {
            last = next;
        }
        return next;
    }

    /** Whether the client has seen more than this replica has read. */
    boolean isBeyond(long offset) {
        return notBefore > offset;
    }

    /** Whether something waits. */
    public boolean hasNext() {
        Entry next = last.next();
        while (next != null && next.isErased()) {
            next = next.next();
        }
        return next != null;
    }
}
