package dev.notificationfeed.store;

import static dev.notificationfeed.store.StoreOnWire.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.notificationfeed.capability.Replica;
import dev.notificationfeed.capability.ReplicaRegister;
import dev.notificationfeed.health.Dependencies;
import dev.notificationfeed.notification.Recipient;
import dev.notificationfeed.notification.Status;
import dev.notificationfeed.store.ChangeResult.Outcome;
import dev.notificationfeed.store.ListQuery.Audience;
import dev.notificationfeed.store.ListQuery.Sort;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** The store as Quarkus builds it, with real Panache repositories. */
@QuarkusTest
class NotificationStoreComponentTest {

    @Inject
    NotificationStore store;

    @Inject
    ReplicaRegister replicas;

    @Inject
    Dependencies dependencies;

    private final Recipient recipient = new Recipient(UUID.randomUUID().toString());

    @Test
    void storesReadsAndMarksItems() {
        var sample = Sample.item(recipient.value()).to(recipient);
        var id = sample.created().id();

        assertThat(await(store.apply(List.of(sample.created()))))
                .extracting(ChangeResult::outcome)
                .containsExactly(Outcome.STORED);

        var all = new ListQuery(recipient, Audience.RECIPIENT, Set.of(), Set.of(), null, Sort.SENT_AT, true, 0, 10);
        assertThat(await(store.list(all)).total()).isEqualTo(1);
        assertThat(await(store.countUnread(recipient))).isEqualTo(1);
        assertThat(await(store.message(recipient, id)).content()).isEqualTo("<p>Hello</p>");
        var marked = await(store.mark(recipient, id, Status.READ));
        assertThat(await(store.find(recipient, id))).isEqualTo(marked.item());
        await(store.markPublished(List.of(marked.publication())));
    }

    @Test
    void registersReplicasAndDeletesThemAfterADay() {
        var now = Instant.parse("2030-01-02T00:00:00Z");
        var silent = new Replica(
                "silent", "0.9.0", Map.of(), now.minus(Duration.ofDays(1)).minusMillis(1));
        var alive = new Replica("alive", "1.0.0", Map.of("notifications.list", ""), now);
        await(replicas.report(silent));
        await(replicas.report(new Replica("alive", "0.9.0", Map.of(), now.minusSeconds(5))));

        await(replicas.report(alive));

        assertThat(await(replicas.seenSince(now.minusSeconds(20)))).containsExactly(alive);
        assertThat(await(replicas.seenSince(now.minus(Duration.ofDays(2))))).doesNotContain(silent);
    }

    @Test
    void createsIndexesSoThatTheChecksAreUp() {
        Awaitility.await().untilAsserted(() -> {
            assertThat(dependencies.isUp("mongodb")).isTrue();
            assertThat(dependencies.isUp("mongodb-indexes")).isTrue();
        });
    }
}
