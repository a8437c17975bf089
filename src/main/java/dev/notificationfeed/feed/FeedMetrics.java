package dev.notificationfeed.feed;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;

/** Counts what is read from the feed topic. */
@Singleton
class FeedMetrics {

    private final Clock clock;
    private final FeedState state;
    private final Timer lag;
    private final Counter unreadable;

    FeedMetrics(MeterRegistry registry, Clock clock, FeedState state, RecentFeed recent) {
        this.clock = clock;
        this.state = state;
        this.lag = Timer.builder("notifications.feed.lag")
                .description("Time from a record's being written to its being read by a replica that follows the feed")
                .register(registry);
        this.unreadable = Counter.builder("notifications.feed.unreadable")
                .description("Records of the feed that this version does not understand")
                .register(registry);
        registry.gauge("notifications.feed.recent.records", recent, RecentFeed::records);
        registry.gauge("notifications.feed.recent.bytes", recent, RecentFeed::bytes);
    }

    /** What is read back is as old as it is; that says nothing of how fast the feed is followed. */
    void read(long writtenAt) {
        if (state.isFollowing()) {
            lag.record(Duration.ofMillis(Math.max(0, clock.millis() - writtenAt)));
        }
    }

    void unreadable() {
        unreadable.increment();
    }
}
