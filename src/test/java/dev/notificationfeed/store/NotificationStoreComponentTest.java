package dev.notificationfeed.store;

import static dev.notificationfeed.store.StoreOnWire.await;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.notificationfeed.capability.Replica;
import dev.notificationfeed.capability.ReplicaRegister;
import dev.notificationfeed.capability.ReplicaRepository;
import dev.notificationfeed.capability.SeenReplica;
import dev.notificationfeed.fixture.Stack;
import dev.notificationfeed.health.Dependencies;
import dev.notificationfeed.mongodb.ForCallers;
import dev.notificationfeed.mongodb.NotificationRepository;
import dev.notificationfeed.notification.Recipient;
import dev.notificationfeed.notification.Status;
import dev.notificationfeed.store.ChangeResult.Outcome;
import dev.notificationfeed.store.ListQuery.Audience;
import dev.notificationfeed.store.ListQuery.Sort;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
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
    ReplicaRepository repository;

    @Inject
    Dependencies dependencies;

    @Inject
    CallerLimits limits;

    @Inject
    NotificationRepository background;

    @Inject
    @ForCallers
    NotificationRepository callers;

    @TestHTTPResource("/api/notifications")
    URI list;

    private final Recipient recipient = new Recipient(UUID.randomUUID().toString());

    @Test
    void storesReadsAndMarksItems() {
        var sample = Sample.item(recipient.value()).to(recipient);
        var id = sample.created().id();

        assertThat(await(store.apply(Arrivals.now(sample.created()))))
                .extracting(ChangeResult::outcome)
                .containsExactly(Outcome.STORED);

        var all = new ListQuery(recipient, Audience.RECIPIENT, Set.of(), Set.of(), null, Sort.SENT_AT, true, 0, 10);
        assertThat(await(store.list(all)).total()).isEqualTo(1);
        assertThat(await(store.countUnread(recipient, 100))).isEqualTo(1);
        assertThat(await(store.message(recipient, id)).content()).isEqualTo("<p>Hello</p>");
        var marked = await(store.mark(recipient, id, Status.READ));
        assertThat(await(store.find(recipient, id))).isEqualTo(marked.item());
        await(store.markPublished(List.of(marked.publication())));
    }

    @Test
    void recipientWithTooManyCallsGets429AndOthersDoNot() {
        Stream.generate(() -> limits.call(recipient, () -> Uni.createFrom().<Void>nothing()))
                .limit(88)
                .forEach(call -> call.subscribe().with(never -> {}));

        given().auth()
                .oauth2(Stack.token(recipient.value()))
                .get(list)
                .then()
                .statusCode(429)
                .header("Retry-After", "1")
                .body("code", equalTo("too-many-requests"));
        given().auth().oauth2(Stack.token("someone else")).get(list).then().statusCode(200);
    }

    @Test
    void callersHaveAClientOfTheirOwn() {
        assertThat(callers).isNotSameAs(background);
        assertThat(callers.getClass()).isNotEqualTo(background.getClass());
    }

    @Test
    void registersReplicas() {
        var replica = new Replica(recipient.value(), "1.0.0", Map.of("notifications.list", ""));

        await(replicas.report(replica));

        assertThat(await(replicas.seenWithin(Duration.ofSeconds(20))))
                .extracting(SeenReplica::replica)
                .contains(replica);
        await(repository.deleteById(replica.instance()));
    }

    @Test
    void createsIndexesSoThatTheChecksAreUp() {
        Awaitility.await().untilAsserted(() -> {
            assertThat(dependencies.isUp("mongodb")).isTrue();
            assertThat(dependencies.isUp("mongodb-indexes")).isTrue();
        });
    }
}
