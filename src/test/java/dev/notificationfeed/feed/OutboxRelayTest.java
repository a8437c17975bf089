package dev.notificationfeed.feed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.notificationfeed.notification.NotificationId;
import dev.notificationfeed.notification.Publication;
import dev.notificationfeed.notification.Recipient;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class OutboxRelayTest {

    private static final List<Publication> BATCH = List.of(
            Publication.deleted(new Recipient("47165"), new NotificationId("68a3768a4f6c9f28f981b6f5"), 2, null));

    /** If a producer's clock is ahead, every batch may find pending items. */
    @Test
    void repeatsUntilABatchIsEmpty() {
        int batches = 100_000;
        AtomicInteger batch = new AtomicInteger();

        OutboxRelay.repeatUntilEmpty(
                        () -> Uni.createFrom().item(() -> batch.incrementAndGet() < batches ? BATCH : List.of()))
                .await()
                .atMost(Duration.ofSeconds(20));

        assertThat(batch).hasValue(batches);
    }

    @Test
    void stopsAtTheFirstFailure() {
        Uni<List<Publication>> failing = Uni.createFrom().failure(new IllegalStateException("away"));

        assertThat(OutboxRelay.repeatUntilEmpty(() -> failing)
                        .onFailure()
                        .recoverWithNull()
                        .await()
                        .atMost(Duration.ofSeconds(1)))
                .isNull();
    }
}
