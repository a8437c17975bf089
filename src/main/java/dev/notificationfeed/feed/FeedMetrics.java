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
    private final Timer lag;
    private final Counter unreadable;

    FeedMetrics(MeterRegistry registry, Clock clock, RecentFeed recent) {
        this.clock = clock;
        this.lag = Timer.builder("notifications.feed.lag")
                .description("Time from a record's being written to its being read by this replica")
                .register(registry);
        this.unreadable = Counter.builder("notifications.feed.unreadable")
                .description("Records of the feed that this version does not understand")
                .register(registry);
        registry.gauge("notifications.feed.recent.records", recent, RecentFeed::records);
        registry.gauge("notifications.feed.recent.bytes", recent, RecentFeed::bytes);
    }

    void read(long writtenAt) {
        lag.record(Duration.ofMillis(Math.max(0, clock.millis() - writtenAt)));
    }

    void unreadable() {
        unreadable.increment();
    }
}
