package dev.notificationfeed.feed;

/**
 * The entries of one recipient in the recent feed, oldest first, and the number of its cursors. Guarded by the recent
 * feed's lock.
 */
final class RecipientLog {

    private final String recipient;
    private Entry beforeOldest = Entry.beforeFirst();
    private Entry tail = beforeOldest;
    private int retained;
    private int cursors;

    RecipientLog(String recipient) {
        this.recipient = recipient;
    }

    String recipient() {
        return recipient;
    }

    Entry beforeOldest() {
        return beforeOldest;
    }

    Entry tail() {
        return tail;
    }

    /**
     * An erasure hides all earlier entries. A person who is erased gets one erasure for each item: the first is shown as a
     * {@code reset}; the others are kept hidden, so that older versions of their items are still recognised.
     */
    void add(Entry entry) {
        if (entry.isErasure() && tail.isErasure()) {
            entry.erase();
        } else if (entry.isErasure()) {
            eraseAll();
        }
        tail.append(entry);
        tail = entry;
        retained++;
    }

    private void eraseAll() {
        for (Entry entry = beforeOldest.next(); entry != null; entry = entry.next()) {
            entry.erase();
        }
    }

    /** Whether a retained record before the offset says that many items changed. */
    boolean hasManyChangesBefore(long offset) {
        for (Entry entry = beforeOldest.next(); entry != null && entry.offset() < offset; entry = entry.next()) {
            if (entry.isManyChanges() && !entry.isErased()) {
                return true;
            }
        }
        return false;
    }

    void evictOldest(Entry entry) {
        entry.evict();
        beforeOldest = entry;
        retained--;
    }

    Cursor cursorAfter(Entry entry, Position start, long notBefore) {
        cursors++;
        return new Cursor(this, entry, start, notBefore);
    }

    void released() {
        cursors--;
    }

    /** Whether the log can be dropped: a new one would start in the same place. */
    boolean isUnused() {
        return retained == 0 && cursors == 0;
    }
}
