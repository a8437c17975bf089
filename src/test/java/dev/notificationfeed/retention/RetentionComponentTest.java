package dev.notificationfeed.retention;

import static dev.notificationfeed.store.StoreOnWire.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import dev.notificationfeed.mongodb.Fields;
import dev.notificationfeed.mongodb.NotificationRepository;
import dev.notificationfeed.mongodb.RetentionConfig;
import dev.notificationfeed.notification.Recipient;
import dev.notificationfeed.store.Arrivals;
import dev.notificationfeed.store.NotificationStore;
import dev.notificationfeed.store.Sample;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** The retention task as Quarkus builds it, with real Panache repositories. */
@QuarkusTest
class RetentionComponentTest {

    @Inject
    NotificationStore store;

    @Inject
    NotificationRepository documents;

    @Inject
    RetentionRepository retention;

    @Inject
    RetentionConfig config;

    @Test
    void appliesTheConfiguredRetentionToStoredItems() {
        var recipient = new Recipient(UUID.randomUUID().toString());
        var created = Sample.item(recipient.value()).to(recipient).created();
        var id = created.id().value();
        await(store.apply(Arrivals.now(created)));
        await(documents
                .mongoCollection()
                .updateOne(
                        Filters.eq(Fields.ID, id),
                        Updates.set(Fields.REMOVE_AT, Instant.now().plus(Duration.ofDays(2)))));
        await(retention.deleteAll());

        Awaitility.await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            assertThat(await(documents.findById(id)).removeAt())
                    .isEqualTo(created.sentAt().plus(config.sinceSent()));
            assertThat(await(retention.findById(RetentionDocument.ID)).isApplied(config.sinceSent()))
                    .isTrue();
        });
    }
}
