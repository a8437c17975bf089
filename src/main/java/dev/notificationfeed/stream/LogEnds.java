package dev.notificationfeed.stream;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntFunction;

/**
 * The ends of the log's partitions, as the broker says. Callers share look-ups: of each partition at most one is in flight,
 * so that thousands of readers who return ahead of this replica cost a few requests. An older answer can say that a position
 * is before the end, but only a look-up that began after the call can say that it is beyond.
 */
final class LogEnds {

    private static final long FRESH_NANOS = Duration.ofSeconds(1).toNanos();

    /**
     * The end of a partition.
     *
     * @param offset the offset of the next record
     * @param leaderEpoch the leader epoch of the log there; -1 if the broker does not say
     */
    record End(long offset, int leaderEpoch) {}

    /** One look-up, which many callers await. */
    private static final class Round {

        private Uni<End> answer;
    }

    private final IntFunction<Uni<End>> lookUp;
    private final Map<Integer, Round> running = new HashMap<>();
    private final Map<Integer, End> last = new HashMap<>();
    private final Map<Integer, Long> lastAt = new HashMap<>();

    /** @param lookUp asks the broker for the end of a partition */
    LogEnds(IntFunction<Uni<End>> lookUp) {
        this.lookUp = lookUp;
    }

    /** The end of a partition; if it is before the offset, it is from a look-up that began after this call. */
    Uni<End> reaching(int partition, long offset) {
        Round begun;
        synchronized (this) {
            End known = last.get(partition);
            if (known != null && known.offset() >= offset && System.nanoTime() - lastAt.get(partition) < FRESH_NANOS) {
                return Uni.createFrom().item(known);
            }
            begun = running.get(partition);
        }
        if (begun == null) {
            return after(null, partition);
        }
        return begun.answer
                .onFailure()
                .recoverWithNull()
                .flatMap(end ->
                        end != null && end.offset() >= offset ? Uni.createFrom().item(end) : after(begun, partition));
    }

    /** The answer of a look-up that began after the given one. */
    private synchronized Uni<End> after(Round previous, int partition) {
        Round present = running.get(partition);
        if (present != null && present != previous) {
            return present.answer;
        }
        Round next = new Round();
        running.put(partition, next);
        next.answer = lookUp.apply(partition)
                .invoke(end -> keep(partition, end))
                .onTermination()
                .invoke(() -> ended(partition, next))
                .memoize()
                .indefinitely();
        return next.answer;
    }

    private synchronized void keep(int partition, End end) {
        last.put(partition, end);
        lastAt.put(partition, System.nanoTime());
    }

    private synchronized void ended(int partition, Round round) {
        running.remove(partition, round);
    }
}
