package dev.notificationfeed.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.notificationfeed.health.Dependencies;
import dev.notificationfeed.health.DependencyState;
import dev.notificationfeed.notification.Creation;
import dev.notificationfeed.notification.EventKey;
import dev.notificationfeed.notification.NotificationType;
import dev.notificationfeed.notification.Recipient;
import dev.notificationfeed.notification.TisReference;
import dev.notificationfeed.store.Arrivals;
import dev.notificationfeed.store.NotificationStore;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/** Stores items; each test has its own recipient. */
@ApplicationScoped
class Given {

    static final Instant SENT_AT = Instant.parse("2025-09-09T23:00:00Z");

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final NotificationStore store;
    private final Dependencies dependencies;

    Given(NotificationStore store, Dependencies dependencies) {
        this.store = store;
        this.dependencies = dependencies;
    }

    void everythingIsThere() {
        await().atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .untilAsserted(() -> assertThat(dependencies.states()).allMatch(DependencyState::ready));
    }

    String recipient() {
        everythingIsThere();
        return UUID.randomUUID().toString();
    }

    String inApp(String recipient) {
        return inApp(recipient, "Placement Information", SENT_AT);
    }

    String inApp(String recipient, String title, Instant sentAt) {
        return stored(recipient, NotificationType.IN_APP, title, "<p>Hello</p>", null, sentAt);
    }

    String withoutContent(String recipient) {
        return stored(recipient, NotificationType.IN_APP, "Placement Information", null, null, SENT_AT);
    }

    String email(String recipient, String contact) {
        return stored(recipient, NotificationType.EMAIL, "Welcome", "<p>Hello</p>", contact, SENT_AT);
    }

    private String stored(
            String recipient, NotificationType type, String title, String content, String contact, Instant sentAt) {
        Creation creation = new Creation(
                new EventKey("/tests", UUID.randomUUID().toString()),
                SENT_AT,
                new Recipient(recipient),
                type,
                "PLACEMENT_INFORMATION",
                title,
                content,
                new TisReference("PLACEMENT", "2719224"),
                contact,
                type.initialStatus(),
                null,
                sentAt,
                null);
        store.apply(Arrivals.now(creation)).await().atMost(PATIENCE);
        return creation.id().value();
    }
}
