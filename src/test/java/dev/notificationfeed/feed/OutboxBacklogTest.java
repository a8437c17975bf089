package dev.notificationfeed.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class OutboxBacklogTest {

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private Uni<Long> due = Uni.createFrom().item(0L);
    private final OutboxBacklog overdue = new OutboxBacklog(most -> due, registry);

    @Test
    void showsWhatTheLastLookFound() {
        look(7);
        assertThat(publications()).isEqualTo(7);

        look(0);

        assertThat(publications()).isZero();
    }

    @Test
    void keepsWhatItSawWhileTheStoreIsAway() {
        look(7);

        due = Uni.createFrom().failure(new IllegalStateException("away"));
        look();

        assertThat(publications()).isEqualTo(7);
    }

    private void look(long found) {
        due = Uni.createFrom().item(found);
        look();
    }

    private void look() {
        overdue.look().await().atMost(Duration.ofSeconds(1));
    }

    private double publications() {
        return registry.get("notifications.publications.overdue").gauge().value();
    }
}
