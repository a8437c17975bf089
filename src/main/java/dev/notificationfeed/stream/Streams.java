package dev.notificationfeed.stream;

import dev.notificationfeed.feed.Entry;
import dev.notificationfeed.feed.FeedListener;
import dev.notificationfeed.feed.FeedState;
import dev.notificationfeed.feed.RecentFeed;
import dev.notificationfeed.feed.ResetReason;
import dev.notificationfeed.notification.Recipient;
import dev.notificationfeed.stream.StreamRefusedException.Reason;
import dev.notificationfeed.time.PeriodicTask;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Predicate;

/** Opens streams, wakes them when the feed has news for them, and ends them when the replica shuts down. */
@ApplicationScoped
public class Streams implements FeedListener {

    private static final Duration TICK = Duration.ofMillis(250);

    /** A refusal must come within three seconds, even if the load of the unread count waits behind another command. */
    private static final Duration OPEN_TIMEOUT = Duration.ofMillis(2_500);

    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

    /**
     * Unread items that are loaded during a replay would follow records older than they are. A replay that takes longer
     * waits for Kafka, and counts must be right meanwhile.
     */
    private static final Duration MAX_REPLAY = Duration.ofSeconds(30);

    private final StreamConfig config;
    private final Clock clock;
    private final FeedState state;
    private final RecentFeed recent;
    private final ResumeResolver resolver;
    private final StreamMetrics metrics;
    private final StreamRegistry registry;
    private final UnreadChecks checks;
    private volatile boolean draining;
    private volatile boolean replaying;
    private volatile long replayUntil = System.nanoTime();
    private PeriodicTask ticking = PeriodicTask.none();

    Streams(
            StreamConfig config,
            Clock clock,
            FeedState state,
            RecentFeed recent,
            ResumeResolver resolver,
            UnreadLoader loader,
            StreamMetrics metrics) {
        this.config = config;
        this.clock = clock;
        this.state = state;
        this.recent = recent;
        this.resolver = resolver;
        this.metrics = metrics;
        this.registry = new StreamRegistry(config, loader, metrics);
        this.checks = new UnreadChecks(config.unreadCheckedEvery(), loader);
        metrics.showOpen(registry.open());
    }

    /**
     * Opens a stream; it writes nothing until it is started.
     *
     * @param recipient the recipient whose items it shows
     * @param lastEventId the position that the client sent, or null
     * @param expiresAt when the client's token expires, and the stream ends
     * @param outlet its socket
     * @return the stream; fails with {@link StreamRefusedException}, or as the store does
     */
    public Uni<FeedStream> open(Recipient recipient, String lastEventId, Instant expiresAt, Outlet outlet) {
        requireFeed();
        FeedStream stream = registry.admit(
                recipient,
                siblings ->
                        new FeedStream(registry, siblings, recent, outlet, metrics, config, expiresAt.toEpochMilli()));
        outlet.onClosed(stream::gone);
        return Uni.createFrom()
                .deferred(() -> resolver.resolve(recipient.value(), lastEventId))
                .invoke(stream::beginAt)
                .onFailure()
                .transform(kafka -> unavailable("the end of the feed could not be looked up"))
                .invoke(this::requireFollowing)
                .call(start -> stream.siblings().unreadKnown())
                .replaceWith(stream)
                .ifNoItem()
                .after(OPEN_TIMEOUT)
                .failWith(() -> unavailable("the unread count is not known yet"))
                .onFailure()
                .invoke(stream::giveUp);
    }

    private void requireFeed() {
        if (draining) {
            throw new StreamRefusedException(Reason.SHUTTING_DOWN, "this replica is shutting down", RETRY_AFTER);
        }
        requireFollowing();
    }

    /** Also when a stream has its place: in the middle of a replay, it would show what is read again. */
    private void requireFollowing() {
        if (!state.isFollowing()) {
            throw unavailable(state.reason());
        }
    }

    private static StreamRefusedException unavailable(String reason) {
        return new StreamRefusedException(
                Reason.FEED_UNAVAILABLE, "no stream can be opened yet: " + reason, RETRY_AFTER);
    }

    @Override
    public void arrived(Entry entry) {
        RecipientStreams streams = registry.of(new Recipient(entry.record().recipient()));
        if (streams != null) {
            streams.arrived(entry);
        }
    }

    @Override
    public void replayBegins() {
        replayUntil = System.nanoTime() + MAX_REPLAY.toNanos();
        replaying = true;
        registry.all().forEach(RecipientStreams::replayBegins);
    }

    @Override
    public void resetAll(ResetReason reason) {
        replaying = false;
        Duration spread = registry.returnTimes().resetSpread();
        registry.all().forEach(streams -> metrics.guard(() -> streams.reset(reason, spread)));
        replayUntil = System.nanoTime();
    }

    @Override
    public void reset(Predicate<String> recipients, ResetReason reason) {
        if (replaying) {
            return;
        }
        registry.all().stream()
                .filter(streams -> recipients.test(streams.recipient().value()))
                .forEach(streams -> metrics.guard(
                        () -> streams.reset(reason, registry.returnTimes().resetSpread())));
    }

    void start(@Observes StartupEvent started) {
        ticking = PeriodicTask.start(
                "stream-tick", TICK, () -> Uni.createFrom().voidItem().invoke(() -> tickAll()));
    }

    void tickAll() {
        tickAll(System.nanoTime());
    }

    /** The time is that of {@link System#nanoTime}. */
    void tickAll(long now) {
        long wallClockMillis = clock.millis();
        registry.all().forEach(streams -> metrics.guard(() -> streams.tick(now, wallClockMillis)));
        registry.removeUnused(now);
        if (now - replayUntil >= 0) {
            registry.all().forEach(streams -> metrics.guard(streams::loadIfForgotten));
            metrics.guard(() -> checks.tick(registry.all(), now));
        }
    }

    /**
     * Quarkus sends this event before it closes its sockets; the replica is unready from then on. Ends the streams in
     * slices, so that their clients do not reconnect to the other replicas all at once.
     */
    void drain(@Observes ShutdownDelayInitiatedEvent shutdown) throws InterruptedException {
        endAll();
    }

    /** For a shutdown without a delay, as in development. */
    void drainWithoutDelay(@Observes ShutdownEvent shutdown) throws InterruptedException {
        endAll();
    }

    private void endAll() throws InterruptedException {
        draining = true;
        ticking.stop();
        registry.returnTimes().allEnd();
        new Drain(config.drain()).end(registry.all());
    }
}
