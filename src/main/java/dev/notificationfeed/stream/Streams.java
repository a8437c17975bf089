package dev.notificationfeed.stream;

import dev.notificationfeed.feed.Cursor;
import dev.notificationfeed.feed.Entry;
import dev.notificationfeed.feed.FeedListener;
import dev.notificationfeed.feed.FeedState;
import dev.notificationfeed.feed.Position;
import dev.notificationfeed.feed.RecentFeed;
import dev.notificationfeed.feed.ResetReason;
import dev.notificationfeed.notification.Recipient;
import dev.notificationfeed.stream.StreamRefusedException.Reason;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The open streams of this replica. */
@ApplicationScoped
public class Streams implements FeedListener {

    private static final Duration TICK = Duration.ofMillis(250);

    /** A refusal comes within three seconds, also if this one waited behind another command. */
    private static final Duration OPENING_LIMIT = Duration.ofMillis(2_500);

    private static final Duration COME_BACK_SOON = Duration.ofSeconds(2);
    private static final Duration COME_BACK_LATER = Duration.ofSeconds(30);

    private final StreamConfig config;
    private final Clock clock;
    private final FeedState state;
    private final RecentFeed recent;
    private final ResumeResolver openings;
    private final UnreadLoader loader;
    private final StreamMetrics metrics;
    private final Map<Recipient, RecipientStreams> byRecipient = new ConcurrentHashMap<>();
    private volatile boolean draining;
    private Cancellable ticking = () -> {};

    Streams(
            StreamConfig config,
            Clock clock,
            FeedState state,
            RecentFeed recent,
            ResumeResolver openings,
            UnreadLoader loader,
            StreamMetrics metrics) {
        this.config = config;
        this.clock = clock;
        this.state = state;
        this.recent = recent;
        this.openings = openings;
        this.loader = loader;
        this.metrics = metrics;
    }

    /**
     * Opens a stream; it is silent until it is started.
     *
     * @param recipient whose stream
     * @param lastEventId the position that the client sent, or null
     * @param expiresAt when the client's token expires, and the stream with it
     * @param outlet its socket
     * @return the stream; fails with {@link StreamRefusedException}, or as the store does
     */
    public Uni<FeedStream> open(Recipient recipient, String lastEventId, Instant expiresAt, Outlet outlet) {
        refuseIfImpossible();
        StreamTimes times = new StreamTimes(config, clock, expiresAt.toEpochMilli());
        FeedStream stream = admit(recipient, outlet, times);
        outlet.onClosed(stream::gone);
        return Uni.createFrom()
                .deferred(() -> openings.at(recipient.value(), lastEventId))
                .invoke(stream::beginAt)
                .onFailure()
                .transform(kafka -> unavailable("the end of the feed could not be looked up"))
                .call(opening -> stream.siblings().unreadKnown())
                .replaceWith(stream)
                .ifNoItem()
                .after(OPENING_LIMIT)
                .failWith(() -> unavailable("the unread count is not known yet"))
                .onFailure()
                .invoke(stream::giveUp);
    }

    private void refuseIfImpossible() {
        if (draining) {
            throw new StreamRefusedException(Reason.SHUTTING_DOWN, "this replica is going down", COME_BACK_SOON);
        }
        if (!state.isFollowing()) {
            throw unavailable(state.reason());
        }
    }

    private static StreamRefusedException unavailable(String why) {
        return new StreamRefusedException(
                Reason.FEED_UNAVAILABLE, "no stream can be opened yet: " + why, COME_BACK_SOON);
    }

    private FeedStream admit(Recipient recipient, Outlet outlet, StreamTimes times) {
        if (metrics.open().incrementAndGet() > config.perReplica()) {
            metrics.open().decrementAndGet();
            throw new StreamRefusedException(
                    Reason.OVERLOADED, "this replica has as many streams open as it may", COME_BACK_LATER);
        }
        FeedStream[] admitted = new FeedStream[1];
        byRecipient.compute(recipient, (key, present) -> {
            RecipientStreams siblings = present == null ? new RecipientStreams(recipient, loader) : present;
            if (siblings.streams().size() < config.perRecipient()) {
                admitted[0] = new FeedStream(this, siblings, outlet, metrics, times);
                siblings.streams().add(admitted[0]);
            }
            return siblings;
        });
        if (admitted[0] == null) {
            metrics.open().decrementAndGet();
            throw new StreamRefusedException(
                    Reason.TOO_MANY_STREAMS,
                    "a recipient may have " + config.perRecipient() + " streams open",
                    COME_BACK_LATER);
        }
        return admitted[0];
    }

    /** A stream that has ended gives back what it held. */
    void ended(FeedStream stream) {
        metrics.open().decrementAndGet();
        byRecipient.computeIfPresent(stream.siblings().recipient(), (key, siblings) -> {
            siblings.streams().remove(stream);
            return siblings.streams().isEmpty() ? null : siblings;
        });
        if (stream.cursor() != null) {
            release(stream.cursor());
        }
    }

    void release(Cursor cursor) {
        recent.release(cursor);
    }

    Position freshPosition(Cursor cursor) {
        return recent.freshPosition(cursor);
    }

    /** A fresh cursor at the present for a stream whose old one means nothing any more. */
    Cursor atPresent(FeedStream stream) {
        recent.release(stream.cursor());
        return recent.cursorAtEnd(stream.siblings().recipient().value());
    }

    @Override
    public void arrived(Entry entry) {
        RecipientStreams streams = byRecipient.get(new Recipient(entry.record().recipient()));
        if (streams != null) {
            streams.arrived(entry);
        }
    }

    @Override
    public void resetAll(ResetReason reason) {
        byRecipient.values().forEach(streams -> streams.reset(reason));
    }

    void start(@Observes StartupEvent started) {
        ticking = Multi.createFrom()
                .ticks()
                .every(TICK)
                .onOverflow()
                .drop()
                .subscribe()
                .with(tick -> tickAll());
    }

    void tickAll() {
        long now = System.nanoTime();
        byRecipient.values().forEach(streams -> streams.tick(now));
    }

    /**
     * Quarkus announces the end before it closes its sockets, and is unready from then on. Lets the open streams go, a
     * few at a time, so that they do not come back to the other replicas all at once.
     */
    void drain(@Observes ShutdownDelayInitiatedEvent goingDown) throws InterruptedException {
        letAllGo();
    }

    /** Where Quarkus goes down without a delay, as in development. */
    void drainLate(@Observes ShutdownEvent goingDown) throws InterruptedException {
        letAllGo();
    }

    private void letAllGo() throws InterruptedException {
        draining = true;
        ticking.cancel();
        new Drain(config.drain()).letGo(byRecipient.values());
    }
}
