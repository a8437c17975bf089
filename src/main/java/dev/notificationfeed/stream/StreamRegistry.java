package dev.notificationfeed.stream;

import dev.notificationfeed.notification.Recipient;
import dev.notificationfeed.stream.StreamRefusedException.Reason;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** The streams that are open on this replica, and the limits on their number. */
final class StreamRegistry {

    private static final Duration RETRY_AFTER = Duration.ofSeconds(30);

    private final StreamConfig config;
    private final UnreadLoader loader;
    private final AtomicInteger open = new AtomicInteger();
    private final Map<Recipient, RecipientStreams> byRecipient = new ConcurrentHashMap<>();

    StreamRegistry(StreamConfig config, UnreadLoader loader) {
        this.config = config;
        this.loader = loader;
    }

    /** The number of open streams, which the limit of the replica bounds. */
    AtomicInteger open() {
        return open;
    }

    /** The streams of one recipient; null if there are none. */
    RecipientStreams of(Recipient recipient) {
        return byRecipient.get(recipient);
    }

    Collection<RecipientStreams> all() {
        return byRecipient.values();
    }

    /**
     * Adds a stream.
     *
     * @param create makes the stream among those of its recipient
     * @throws StreamRefusedException if a limit is reached
     */
    FeedStream admit(Recipient recipient, Function<RecipientStreams, FeedStream> create) {
        if (open.incrementAndGet() > config.perReplica()) {
            open.decrementAndGet();
            throw new StreamRefusedException(
                    Reason.OVERLOADED, "this replica has the maximum number of open streams", RETRY_AFTER);
        }
        FeedStream[] admitted = new FeedStream[1];
        byRecipient.compute(recipient, (key, present) -> {
            RecipientStreams siblings = present == null ? new RecipientStreams(recipient, loader) : present;
            if (siblings.streams().size() < config.perRecipient()) {
                admitted[0] = create.apply(siblings);
                siblings.streams().add(admitted[0]);
            }
            return siblings;
        });
        if (admitted[0] == null) {
            open.decrementAndGet();
            throw new StreamRefusedException(
                    Reason.TOO_MANY_STREAMS,
                    "a recipient may have " + config.perRecipient() + " streams open on a replica",
                    RETRY_AFTER);
        }
        return admitted[0];
    }

    /** Removes a stream that has ended. */
    void remove(FeedStream stream) {
        open.decrementAndGet();
        byRecipient.computeIfPresent(stream.siblings().recipient(), (key, siblings) -> {
            siblings.streams().remove(stream);
            return siblings.streams().isEmpty() ? null : siblings;
        });
    }
}
