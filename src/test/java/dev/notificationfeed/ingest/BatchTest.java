package dev.notificationfeed.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.notificationfeed.event.RejectionCode;
import dev.notificationfeed.notification.Change;
import dev.notificationfeed.notification.EventKey;
import dev.notificationfeed.notification.NotificationId;
import dev.notificationfeed.notification.Publication;
import dev.notificationfeed.notification.Recipient;
import dev.notificationfeed.notification.Withdrawal;
import dev.notificationfeed.store.ChangeResult;
import dev.notificationfeed.store.ChangeResult.Outcome;
import dev.notificationfeed.store.Received;
import io.opentelemetry.context.Context;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BatchTest {

    private static final Recipient ANNA = new Recipient("47165");

    private final Batch batch = new Batch(Polled.nothing());
    private final Change stored = change("stored");
    private final Change unknown = change("unknown");
    private final Change known = change("known");

    @BeforeEach
    void storeThree() {
        List.of(stored, unknown, known).forEach(change -> batch.parsed(record(), change, Context.root()));
        batch.stored(List.of(
                new ChangeResult(stored, Outcome.CHANGED, publication(stored, 2), null),
                new ChangeResult(unknown, Outcome.UNKNOWN_NOTIFICATION, null, "it must exist"),
                new ChangeResult(known, Outcome.STORED, publication(known, 1), null)));
    }

    @Test
    void publishesStoredChangesAndDeadLettersRefusedOnes() {
        assertThat(versions()).containsExactly(2L, 1L);
        assertThat(batch.deadLetters()).singleElement().returns(RejectionCode.UNKNOWN_NOTIFICATION, DeadLetter::code);
        assertThat(batch.rejected()).isZero();
    }

    @Test
    void publishesCurrentItemsAfterARefresh() {
        assertThat(batch.changesToPublish()).extracting(Received::change).containsExactly(stored, known);

        batch.refreshed(List.of(
                new ChangeResult(stored, Outcome.SEEN_BEFORE, publication(stored, 5), null),
                new ChangeResult(known, Outcome.SEEN_BEFORE, null, null)));

        assertThat(versions()).containsExactly(5L);
        assertThat(batch.changesToPublish()).extracting(Received::change).containsExactly(stored);
        assertThat(batch.results())
                .extracting(ChangeResult::outcome)
                .containsExactly(Outcome.CHANGED, Outcome.UNKNOWN_NOTIFICATION, Outcome.STORED);
        assertThat(batch.deadLetters()).hasSize(1);
    }

    private List<Long> versions() {
        return batch.publications().stream()
                .map(traced -> traced.publication().version())
                .toList();
    }

    private static Change change(String event) {
        return new Withdrawal(new EventKey("/source", event + "-end"), id(event), ANNA);
    }

    private static Publication publication(Change change, long version) {
        return Publication.deleted(ANNA, change.id(), version, null);
    }

    private static NotificationId id(String event) {
        return NotificationId.derivedFrom("/source", event);
    }

    private static ConsumerRecord<byte[], byte[]> record() {
        return new ConsumerRecord<>("notification-events", 0, 0, new byte[0], new byte[0]);
    }
}
