package dev.notificationfeed.feed;

import io.vertx.core.buffer.Buffer;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * The latest part of the feed topic, in memory. Only the follower's thread adds records; a cursor goes from entry to entry
 * without a lock.
 *
 * <pre>
 *   recipient a:  ○ → e1 → e4     ○ precedes the oldest retained entry; a new cursor starts at the tail, e4
 *   recipient b:  ○ → e2
 * </pre>
 */
@ApplicationScoped
public class RecentFeed {

    private final FeedConfig config;
    private final Clock clock;
    private final Map<String, RecipientLog> logs = new HashMap<>();
    private final KnownVersions versions;
    private final Progress progress = new Progress();
    private final BrokerTime time;
    private RetainedEntries entries;

    RecentFeed(FeedConfig config, Clock clock) {
        this.config = config;
        this.clock = clock;
        this.time = new BrokerTime(clock);
        this.versions = new KnownVersions(config);
        this.entries = new RetainedEntries(config, new long[0]);
    }

    /**
     * Forgets all entries, because another log is followed or the same log from other offsets. Versions of another log are
     * forgotten too. Records of the same log that are read again become entries again, for streams that resume.
     *
     * @param from the offset of the first record to come, by partition
     */
    synchronized void restart(String newEpoch, long[] from) {
        if (progress.restart(newEpoch, from)) {
            versions.forgetAll();
        }
        entries = new RetainedEntries(config, from);
        logs.clear();
    }

    /**
     * Adds a record, with its timestamp in milliseconds. Returns its entry, or null if there is nothing to show: the item
     * is known at that version or a later one, or the recipient has just been erased.
     */
    synchronized Entry append(FeedRecord record, int partition, long offset, long timestamp) {
        progress.read(partition, offset);
        time.arrived(timestamp);
        if (entries.isKnown(record) || (!progress.isReplay(partition, offset) && versions.isKnown(record))) {
            return null;
        }
        Position after = progress.present(partition);
        Entry entry = new Entry(record, after, timestamp, frame(record, after));
        log(record.recipient()).add(entry);
        entries.add(entry);
        versions.remember(record, clock.millis());
        evictOverdue();
        return entry.isErased() ? null : entry;
    }

    /** Counts a record that is not shown, because it cannot be read or is in the wrong partition. */
    synchronized void skip(int partition, long offset) {
        progress.read(partition, offset);
    }

    /** No position in what was read of a partition so far can be resumed, because a record was lost. */
    synchronized void forgetPositions(int partition) {
        entries.raiseFloor(partition, progress.present(partition).offset());
    }

    /** Whether the item was read at the record's version or a later one. */
    synchronized boolean isKnown(FeedRecord record) {
        return entries.isKnown(record) || versions.isKnown(record);
    }

    /** A cursor at the present end of a recipient's entries. */
    public synchronized Cursor cursorAtEnd(String recipient) {
        RecipientLog log = log(recipient);
        return log.cursorAfter(log.tail(), present(recipient), 0);
    }

    /** A cursor at a position; null if the position cannot be resumed any more. */
    public synchronized Cursor cursorAt(String recipient, Position position) {
        if (resetReasonFor(recipient, position) != null || !progress.checkLater(recipient, position)) {
            return null;
        }
        RecipientLog log = log(recipient);
        return log.cursorAfter(log.beforeOldest(), position, position.offset());
    }

    /** Why a position cannot be resumed; null if all records after it are retained or are yet to be read by this replica. */
    public synchronized ResetReason resetReasonFor(String recipient, Position position) {
        ResetReason notInTheLog = progress.resetReasonFor(recipient, position);
        if (notInTheLog != null) {
            return notInTheLog;
        }
        if (position.offset() < entries.floor(position.partition())) {
            return ResetReason.TOO_OLD;
        }
        return hasMissedManyChanges(recipient, position) ? ResetReason.MANY_CHANGES : null;
    }

    /** A replica of an older version skips the record of many changes. */
    private boolean hasMissedManyChanges(String recipient, Position position) {
        RecipientLog log = logs.get(recipient);
        return log != null && progress.isOfOlderVersion(position) && log.hasManyChangesBefore(position.offset());
    }

    /** Whether this replica has read all records before the position. */
    public synchronized boolean hasReached(Position position) {
        return progress.hasReached(position);
    }

    /** The position after the last record that this replica has read in the recipient's partition. */
    public synchronized Position present(String recipient) {
        return progress.present(progress.partitionOf(recipient));
    }

    /**
     * The present position, to advance an idle stream's position so that it does not become {@code too-old}. Null if the
     * cursor has entries to show, if the client has seen more than this replica has read, or if the log was restarted.
     */
    public synchronized Position freshPosition(Cursor cursor) {
        if (cursor.hasNext() || logs.get(cursor.log().recipient()) != cursor.log()) {
            return null;
        }
        Position present = present(cursor.log().recipient());
        return cursor.isBeyond(present.offset()) ? null : present;
    }

    /** The partition that has the records of a recipient. */
    synchronized int partitionOf(String recipient) {
        return progress.partitionOf(recipient);
    }

    /** The position after the last record that was read, by partition. */
    synchronized Position[] ends() {
        return progress.presents();
    }

    /** The log was cut behind what was read of it. The next restart forgets all that, as for another log. */
    synchronized void forgetLog() {
        progress.forgetLog();
    }

    /** Whether a record was read already; the follower also reads the one before its start, for its leader epoch. */
    synchronized boolean hasRead(int partition, long offset) {
        return progress.hasRead(partition, offset);
    }

    /**
     * Takes the leader epoch of a record before the record itself. Returns the recipients whose streams resumed ahead of this
     * replica, at positions that turn out to be from a log that was cut: those streams must be reset.
     */
    synchronized Set<String> readLeaderEpoch(int partition, long offset, int leaderEpoch) {
        progress.readLeaderEpoch(partition, offset, leaderEpoch);
        return progress.takeContradicted(partition, offset + 1);
    }

    synchronized int records() {
        return entries.records();
    }

    synchronized long bytes() {
        return entries.bytes();
    }

    synchronized int versions() {
        return versions.size();
    }

    /** Releases a cursor, which must not be used any more. A second release does nothing. */
    public synchronized void release(Cursor cursor) {
        if (cursor.release()) {
            cursor.log().released();
            removeIfUnused(cursor.log());
        }
    }

    /** Evicts entries that are too old or too many. Also called between records, because time alone makes entries too old. */
    synchronized void evictOverdue() {
        evictWrittenBefore(time.millis() - config.recentTime().toMillis());
    }

    /** Evicts entries that were written before that time (in ms) or exceed a bound. */
    synchronized void evictWrittenBefore(long oldestAllowed) {
        for (Entry evicted = entries.evictNext(oldestAllowed);
                evicted != null;
                evicted = entries.evictNext(oldestAllowed)) {
            RecipientLog log = logs.get(evicted.record().recipient());
            log.evictOldest(evicted);
            removeIfUnused(log);
        }
    }

    private RecipientLog log(String recipient) {
        return logs.computeIfAbsent(recipient, RecipientLog::new);
    }

    private void removeIfUnused(RecipientLog log) {
        if (log.isUnused()) {
            logs.remove(log.recipient(), log);
        }
    }

    private static Buffer frame(FeedRecord record, Position after) {
        return switch (record.kind()) {
            case ERASED -> Frames.reset(after, ResetReason.ERASED);
            case MANY_CHANGES -> Frames.reset(after, ResetReason.MANY_CHANGES);
            default -> Frames.item(record.kind(), after, record.json());
        };
    }
}
