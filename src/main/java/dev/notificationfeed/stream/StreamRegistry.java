package dev.notificationfeed.stream;

import dev.notificationfeed.notification.Recipient;
import dev.notificationfeed.stream.StreamRefusedException.Reason;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * The streams that are open on this replica, and the limits on their number. A recipient stays for a while after the last
 * stream, so that a client that reconnects again and again costs no store commands.
 */
final class StreamRegistry {

    private static final Duration RETRY_AFTER = Duration.ofSeconds(30);

    private final StreamConfig config;
    private final UnreadLoader loader;
    private final StreamMetrics metrics;
    private final AtomicInteger open = new AtomicInteger();
    private final ReturnTimes returnTimes = new ReturnTimes(open);
    private final Map<Recipient, RecipientStreams> byRecipient = new ConcurrentHashMap<>();

    StreamRegistry(StreamConfig config, UnreadLoader loader, StreamMetrics metrics) {
        this.config = config;
        this.loader = loader;
        this.metrics = metrics;
    }

    /** The number of open streams, which the limit of the replica bounds. */
    AtomicInteger open() {
        return open;
    }

    ReturnTimes returnTimes() {
        return returnTimes;
    }

    /** The streams of one recipient; null if there are none, and were none lately. */
    RecipientStreams of(Recipient recipient) {
        return byRecipient.get(recipient);
    }

    /** All recipients with streams, and those whose last stream ended a short time ago. */
    Collection<RecipientStreams> all() {
        return byRecipient.values();
    }

    /**
     * Adds a stream, and ends the oldest one if the recipient has too many.
     *
     * @param create makes the stream among those of its recipient
     * @throws StreamRefusedException if the limit of the replica is reached
     */
    FeedStream admit(Recipient recipient, Function<RecipientStreams, FeedStream> create) {
        if (open.incrementAndGet() > config.perReplica()) {
            open.decrementAndGet();
            throw new StreamRefusedException(
                    Reason.OVERLOADED, "this replica has the maximum number of open streams", RETRY_AFTER);
        }
        FeedStream[] admitted = new FeedStream[1];
        FeedStream[] replaced = new FeedStream[1];
        byRecipient.compute(recipient, (key, present) -> {
            RecipientStreams siblings = present == null ? newRecipient(recipient) : present;
            admitted[0] = create.apply(siblings);
            replaced[0] = siblings.add(admitted[0], config.perRecipient());
            return siblings;
        });
        if (replaced[0] != null) {
            metrics.guard(replaced[0]::replace);
        }
        return admitted[0];
    }

    private RecipientStreams newRecipient(Recipient recipient) {
        return new RecipientStreams(recipient, loader, metrics, config.unreadMost());
    }

    /** Removes a stream that has ended. Its recipient stays for a while. */
    void remove(FeedStream stream) {
        open.decrementAndGet();
        byRecipient.computeIfPresent(stream.siblings().recipient(), (key, siblings) -> {
            siblings.remove(stream);
            return siblings;
        });
    }

    /** Removes recipients whose last stream ended long ago, or if there are too many; the time is that of {@link System#nanoTime}. */
    void removeUnused(long now) {
        int unused = 0;
        for (RecipientStreams siblings : byRecipient.values()) {
            if (siblings.isUnused()
                    && (siblings.isUnusedFor(config.unreadKept(), now) || ++unused > config.perReplica())) {
                byRecipient.computeIfPresent(
                        siblings.recipient(), (key, present) -> present.isUnused() ? null : present);
            }
        }
    }
}
