package dev.notificationfeed.feed;

import dev.notificationfeed.notification.Publication;

/**
 * The latest version of each item that this replica has read. Versions are remembered longer than frames, so that a late
 * redelivery is not shown as news. Guarded by the recent feed's lock.
 *
 * <pre>
 *   items ──► young ──full, or old enough──► old ──the next time──► forgotten
 * </pre>
 */
final class KnownVersions {

    private static final long FNV_BASIS = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    private final FeedConfig config;
    private VersionTable young = new VersionTable();
    private VersionTable old = new VersionTable();
    private long youngSince;

    KnownVersions(FeedConfig config) {
        this.config = config;
    }

    /** How many versions are held; an item that changed may be counted twice. */
    int size() {
        return young.size() + old.size();
    }

    /**
     * Whether the item was read at the record's version or a later one. An erasure is news even if another record has the
     * same version.
     */
    boolean isKnown(FeedRecord record) {
        long known = valueOf(key(record));
        boolean erased = known < 0;
        long version = erased ? ~known : known;
        return version >= record.version() && version > 0 && (erased || record.kind() != Publication.Kind.ERASED);
    }

    private long valueOf(long key) {
        long latest = young.get(key);
        return latest == 0 ? old.get(key) : latest;
    }

    /** Remembers a version unless a later one is known. The time is in ms. */
    void remember(FeedRecord record, long now) {
        if (record.version() <= 0 || isKnown(record)) {
            return;
        }
        if (young.size() >= config.versionsItems()
                || now - youngSince >= config.versionsTime().toMillis()) {
            old = young;
            young = new VersionTable();
            youngSince = now;
        }
        young.put(key(record), record.kind() == Publication.Kind.ERASED ? ~record.version() : record.version());
    }

    void forgetAll() {
        young = new VersionTable();
        old = new VersionTable();
    }

    /**
     * A hash of the item's id and its recipient, FNV-1a. Among a million items, the probability that any two have the same key
     * is less than one in ten million.
     */
    private static long key(FeedRecord record) {
        return hash(record.recipient(), hash(record.itemId(), FNV_BASIS));
    }

    private static long hash(String text, long hash) {
        long next = hash;
        for (int i = 0; i < text.length(); i++) {
            next = (next ^ text.charAt(i)) * FNV_PRIME;
        }
        return next;
    }
}
