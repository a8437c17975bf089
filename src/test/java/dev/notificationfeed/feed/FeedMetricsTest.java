package dev.notificationfeed.feed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.notificationfeed.fixture.SettableClock;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class FeedMetricsTest {

    private final SettableClock clock = new SettableClock();
    private final FeedState state = new FeedState();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final FeedMetrics metrics = new FeedMetrics(registry, clock, state, Feeds.recent(clock));

    @Test
    void measuresLagWhileFollowing() {
        state.following();

        metrics.read(clock.millis() - 300);

        assertThat(lag().totalTime(TimeUnit.MILLISECONDS)).isEqualTo(300);
    }

    @Test
    void ignoresRecordsThatAreReadBack() {
        state.notFollowing("the recent feed is being read back");

        metrics.read(clock.millis() - 900_000);

        assertThat(lag().count()).isZero();
    }

    private Timer lag() {
        return registry.get("notifications.feed.lag").timer();
    }
}
