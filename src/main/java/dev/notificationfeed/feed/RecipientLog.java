package dev.notificationfeed.feed;

/** The entries of one recipient in the recent feed, oldest first, and how many cursors stand among them. Guarded by the recent feed's lock. */
final class RecipientLog {

    private final String recipient;
    private Entry beforeOldest = Entry.beforeFirst();
    private Entry tail = beforeOldest;
    private int kept;
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

    /** One {@code reset} is enough for all the items of a person: the others are kept, so that none comes back, and not shown. */
    void add(Entry entry) {
        if (entry.isErasure() && tail.isErasure()) {
            entry.erase();
        } else if (entry.isErasure()) {
            eraseAll();
        }
        tail.append(entry);
        tail = entry;
        kept++;
    }

    private void eraseAll() {
        for (Entry entry = beforeOldest.next(); entry != null; entry = entry.next()) {
            entry.erase();
        }
    }

    void evictOldest(Entry entry) {
        entry.evict();
        beforeOldest = entry;
        kept--;
    }

    Cursor cursorAfter(Entry entry, Position start, long notBefore) {
        cursors++;
        return new Cursor(this, entry, start, notBefore);
    }

    void released() {
        cursors--;
    }

    /** Nobody would notice if it were gone: a new one would start in the same place. */
    boolean isUnused() {
        return kept == 0 && cursors == 0;
    }
}
