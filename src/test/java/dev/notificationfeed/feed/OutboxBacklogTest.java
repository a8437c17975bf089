package dev.notificationfeed.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class OutboxBacklogTest {

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private Uni<Long> pending = Uni.createFrom().item(0L);
    private final OutboxBacklog backlog = new OutboxBacklog(max -> pending, registry);

    @Test
    void showsTheLastCount() {
        count(7);
        assertThat(publications()).isEqualTo(7);

        count(0);

        assertThat(publications()).isZero();
    }

    @Test
    void keepsTheLastCountWhileTheStoreIsAway() {
        count(7);

        pending = Uni.createFrom().failure(new IllegalStateException("away"));
        count();

        assertThat(publications()).isEqualTo(7);
    }

    private void count(long found) {
        pending = Uni.createFrom().item(found);
        count();
    }

    private void count() {
        backlog.count().await().atMost(Duration.ofSeconds(1));
    }

    private double publications() {
        return registry.get("notifications.publications.overdue").gauge().value();
    }
}
