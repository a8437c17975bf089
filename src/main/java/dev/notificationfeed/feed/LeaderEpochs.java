package dev.notificationfeed.feed;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;

/**
 * The leader epochs of the records that were read. Each leader of a partition has its own number, so that a log which was
 * cut and written again has another leader epoch at the same offset (KIP-101, KIP-320). Guarded by the recent feed's lock.
 *
 * <pre>
 *   as read:   0 0 0 0 2 2 2      a position 6-0 is from a log that was cut behind offset 4
 *   offsets:   0 1 2 3 4 5 6
 * </pre>
 */
final class LeaderEpochs {

    /** The leader of a partition changes a few times a week. */
    private static final int MAX_RUNS = 100;

    /** Readers that resume ahead of this replica while it catches up. */
    private static final int MAX_AHEAD = 100_000;

    /** Records of one leader epoch, from an offset. */
    private record Run(long from, int leaderEpoch) {}

    /** A position that a recipient's stream resumed before this replica had read so far. */
    private record Ahead(String recipient, Position position) {}

    private final List<Deque<Run>> runs = new ArrayList<>();
    private final List<PriorityQueue<Ahead>> ahead = new ArrayList<>();
    private int waiting;

    LeaderEpochs(int partitions) {
        for (int i = 0; i < partitions; i++) {
            runs.add(new ArrayDeque<>());
            ahead.add(new PriorityQueue<>((one, other) ->
                    Long.compare(one.position().offset(), other.position().offset())));
        }
    }

    /** A record was read, in the order of offsets. */
    void read(int partition, long offset, int leaderEpoch) {
        Deque<Run> known = runs.get(partition);
        if (known.isEmpty() || known.getLast().leaderEpoch() != leaderEpoch) {
            known.add(new Run(offset, leaderEpoch));
            if (known.size() > MAX_RUNS) {
                known.remove();
            }
        }
    }

    /** The leader epoch of the last record before an offset that was reached; {@link Position#UNKNOWN} if none was read. */
    int before(int partition, long offset) {
        Iterator<Run> latestFirst = runs.get(partition).descendingIterator();
        while (latestFirst.hasNext()) {
            Run run = latestFirst.next();
            if (run.from() < offset) {
                return run.leaderEpoch();
            }
        }
        return Position.UNKNOWN;
    }

    /** Whether a position that was reached is from a log that was cut: its last record is not the one that was read here. */
    boolean contradict(Position position) {
        int read = before(position.partition(), position.offset());
        return read != Position.UNKNOWN && position.leaderEpoch() != Position.UNKNOWN && read != position.leaderEpoch();
    }

    /** Checks a position when it is reached. Returns false if too many positions wait for that. */
    boolean checkLater(String recipient, Position position) {
        if (position.leaderEpoch() == Position.UNKNOWN) {
            return true;
        }
        if (waiting >= MAX_AHEAD) {
            return false;
        }
        waiting++;
        return ahead.get(position.partition()).add(new Ahead(recipient, position));
    }

    /** The recipients whose streams resumed at positions that have been reached now and are from a log that was cut. */
    Set<String> takeContradicted(int partition, long end) {
        PriorityQueue<Ahead> queue = ahead.get(partition);
        if (queue.isEmpty()) {
            return Set.of();
        }
        Set<String> contradicted = new HashSet<>();
        while (!queue.isEmpty() && queue.peek().position().offset() <= end) {
            Ahead reached = queue.remove();
            waiting--;
            if (contradict(reached.position())) {
                contradicted.add(reached.recipient());
            }
        }
        return contradicted;
    }
}
