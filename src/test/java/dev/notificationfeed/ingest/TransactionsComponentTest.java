package dev.notificationfeed.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.notificationfeed.fixture.Events;
import dev.notificationfeed.fixture.KafkaProbe;
import dev.notificationfeed.fixture.Stack;
import dev.notificationfeed.fixture.Transactions;
import dev.notificationfeed.notification.NotificationId;
import dev.notificationfeed.notification.Recipient;
import dev.notificationfeed.store.NotificationStore;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Events that are published in transactions. */
@QuarkusTest
class TransactionsComponentTest {

    private static final String EVENTS = "notification-events";
    private static final Recipient TRAINEE = new Recipient("47165");
    private static final Duration SOON = Duration.ofSeconds(20);

    private final Transactions transactions = new Transactions(Stack.bootstrapServers(), EVENTS);
    private final String key = UUID.randomUUID().toString();

    @Inject
    NotificationStore store;

    @AfterEach
    void close() {
        transactions.close();
    }

    @Test
    void appliesNothingOfAnAbortedTransaction() {
        String kept = UUID.randomUUID().toString();
        String aborted = UUID.randomUUID().toString();
        String after = UUID.randomUUID().toString();
        transactions.commit(key, Events.inApp("47165", kept));

        transactions.abort(key, Events.inApp("47165", aborted), Events.withdrawn("47165", kept + "-end", kept));
        transactions.commit(key, Events.inApp("47165", after));

        await().atMost(SOON).until(() -> isShown(after));
        assertThat(isShown(aborted)).isFalse();
        assertThat(isShown(kept)).isTrue();
    }

    /** The marker of a commit is a record too, with an offset of its own. */
    @Test
    void leavesNoLagBehindATransaction() {
        String id = UUID.randomUUID().toString();
        transactions.commit(key, Events.inApp("47165", id));

        await().atMost(SOON).until(() -> isShown(id));
        KafkaProbe kafka = new KafkaProbe(Stack.bootstrapServers());
        await().atMost(SOON).until(() -> kafka.lagOf("notification-feed", EVENTS) == 0);
    }

    private boolean isShown(String id) {
        return store.find(TRAINEE, NotificationId.derivedFrom(Events.SOURCE, id))
                        .await()
                        .atMost(SOON)
                != null;
    }
}
