package dev.notificationfeed.feed;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;

/** The metrics of reading the feed topic. */
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
                .description("Time from the writing of a record until a replica that follows the feed reads it")
                .register(registry);
        this.unreadable = Counter.builder("notifications.feed.unreadable")
                .description("Records of the feed that were skipped: this version cannot read or handle them")
                .register(registry);
        registry.gauge("notifications.feed.recent.records", recent, RecentFeed::records);
        registry.gauge("notifications.feed.recent.bytes", recent, RecentFeed::bytes);
        registry.gauge("notifications.feed.versions", recent, RecentFeed::versions);
    }

    /** Counts the lag while following only: records that are read back are old, which says nothing about the lag. */
    void read(long timestamp) {
        if (state.isFollowing()) {
            lag.record(Duration.ofMillis(Math.max(0, clock.millis() - timestamp)));
        }
    }

    void unreadable() {
        unreadable.increment();
    }
}
