package dev.notificationfeed.feed;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.IntStream;

/** How far this replica has read the log, and which positions belong to it. Guarded by the recent feed's lock. */
final class Progress {

    private String epoch = "";
    private long[] ends = {};
    private long[] replayedUntil = {};
    private LeaderEpochs leaders = new LeaderEpochs(0);

    /** Reading goes on at other offsets. Returns whether it is in another log. */
    boolean restart(String newEpoch, long[] from) {
        boolean other = !newEpoch.equals(epoch);
        if (other) {
            replayedUntil = new long[from.length];
        } else {
            Arrays.setAll(replayedUntil, partition -> Math.max(replayedUntil[partition], ends[partition]));
        }
        epoch = newEpoch;
        ends = from.clone();
        leaders = new LeaderEpochs(from.length);
        return other;
    }

    /** What was read is not in the log any more, so the next restart is one in another log. */
    void forgetLog() {
        epoch = "";
    }

    void read(int partition, long offset) {
        ends[partition] = offset + 1;
    }

    void readLeaderEpoch(int partition, long offset, int leaderEpoch) {
        leaders.read(partition, offset, leaderEpoch);
    }

    boolean hasRead(int partition, long offset) {
        return offset < ends[partition];
    }

    /** Whether the record was read before the last restart too. */
    boolean isReplay(int partition, long offset) {
        return offset < replayedUntil[partition];
    }

    boolean hasReached(Position position) {
        return position.offset() <= ends[position.partition()];
    }

    /** Why a position is not in this log; null if it is, or if that is not known yet. */
    ResetReason resetReasonFor(String recipient, Position position) {
        if (!position.epoch().equals(epoch)) {
            return ResetReason.UNKNOWN_EPOCH;
        }
        if (position.partition() != partitionOf(recipient)) {
            return ResetReason.MALFORMED;
        }
        return hasReached(position) && leaders.contradict(position) ? ResetReason.UNKNOWN_EPOCH : null;
    }

    /** Whether this version would have put the leader epoch into a position that has none. */
    boolean isOfOlderVersion(Position position) {
        return position.leaderEpoch() == Position.UNKNOWN
                && leaders.before(position.partition(), position.offset()) != Position.UNKNOWN;
    }

    boolean checkLater(String recipient, Position position) {
        return hasReached(position) || leaders.checkLater(recipient, position);
    }

    Set<String> takeContradicted(int partition, long end) {
        return leaders.takeContradicted(partition, end);
    }

    /** The position after the last record that was read in a partition. */
    Position present(int partition) {
        return new Position(epoch, partition, ends[partition], leaders.before(partition, ends[partition]));
    }

    int partitionOf(String recipient) {
        return Partitioning.partitionOf(recipient, ends.length);
    }

    Position[] presents() {
        return IntStream.range(0, ends.length).mapToObj(this::present).toArray(Position[]::new);
    }
}
