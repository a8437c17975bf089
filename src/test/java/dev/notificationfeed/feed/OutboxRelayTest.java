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

    private static final List<Publication> SOMETHING = List.of(
            Publication.deleted(new Recipient("47165"), new NotificationId("68a3768a4f6c9f28f981b6f5"), 2, null));

    /** Where a producer's clock is ahead, something may be due in every round there is. */
    @Test
    void goesOnForAsManyRoundsAsItTakes() {
        int rounds = 100_000;
        AtomicInteger round = new AtomicInteger();

        OutboxRelay.repeatUntilEmpty(
                        () -> Uni.createFrom().item(() -> round.incrementAndGet() < rounds ? SOMETHING : List.of()))
                .await()
                .atMost(Duration.ofSeconds(20));

        assertThat(round).hasValue(rounds);
    }

    @Test
    void endsWithTheRoundThatFails() {
        Uni<List<Publication>> failing = Uni.createFrom().failure(new IllegalStateException("away"));

        assertThat(OutboxRelay.repeatUntilEmpty(() -> failing)
                        .onFailure()
                        .recoverWithNull()
                        .await()
                        .atMost(Duration.ofSeconds(1)))
                .isNull();
    }
}
