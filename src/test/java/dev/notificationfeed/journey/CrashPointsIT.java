package dev.notificationfeed.journey;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import dev.notificationfeed.devstack.Ports;
import dev.notificationfeed.devstack.TokenRequest;
import dev.notificationfeed.feed.FeedPublisher;
import dev.notificationfeed.feed.RecipientActions;
import dev.notificationfeed.fixture.Events;
import dev.notificationfeed.fixture.Follower;
import dev.notificationfeed.fixture.Follower.Seen;
import dev.notificationfeed.fixture.SampleEvent;
import dev.notificationfeed.fixture.Upstream;
import dev.notificationfeed.notification.NotificationId;
import dev.notificationfeed.store.NotificationStore;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** A replica is killed between two dependent steps; the restarted replica completes the second step. */
@TestInstance(Lifecycle.PER_CLASS)
class CrashPointsIT {

    private static final Duration RECOVERED = Duration.ofSeconds(20);
    private static final String SOURCE = "/crash-points";

    private final int debugPort = Ports.free();
    private final HttpClient callers = HttpClient.newHttpClient();
    private Backend backend;
    private ServiceProcess service;
    private Upstream upstream;
    private String recipient;
    private Follower follower;

    @BeforeAll
    void start(@TempDir Path data) {
        backend = Backend.start(data);
        service = ServiceProcess.start("crash-points", backend.environment(), FaultPoint.jvmOption(debugPort));
        upstream = new Upstream(backend.kafka().address());
    }

    @AfterAll
    void stop() {
        service.close();
        upstream.close();
        backend.close();
    }

    @BeforeEach
    void follow() {
        if (!service.isAlive()) {
            service.startAgain();
        }
        service.awaitReady();
        awaitNoPendingWork();
        recipient = UUID.randomUUID().toString();
        follower = new Follower(Follower.client(), List.of(service.streams()), backend.token(recipient));
        await().until(() -> follower.opened() == 1);
    }

    /** Pending work of an earlier test would reach the fault point of this one. */
    private void awaitNoPendingWork() {
        await().atMost(RECOVERED)
                .until(() -> backend.records().lagOf("notification-feed", Backend.EVENTS) == 0
                        && backend.documents().all().stream().noneMatch(item -> item.containsKey("publishAt")));
    }

    @AfterEach
    void assertNoBreaches() {
        follower.close();
        assertThat(follower.breaches()).isEmpty();
    }

    @Test
    void publishesAMarkThatWasStored() {
        var id = givenItem("marked");

        killAt(
                RecipientActions.class.getName(),
                "publishPending",
                () -> call("PUT", "/api/notifications/" + id + "/mark-read"));

        assertThat(versionOf(id)).isEqualTo(2);
        assertThat(follower.items()).isEqualTo(Map.of(id, new Seen(1, "UNREAD")));
        service.startAgain();
        awaitFollowed(Map.of(id, new Seen(2, "READ")), 0);
        assertThat(follower.resets()).isEmpty();
    }

    @Test
    @Tag(Scale.TAG)
    @Tag(Scale.LONG_ONLY)
    void publishesAnItemThatWasStored() {
        killAt("dev.notificationfeed.ingest.Batch", "publications", () -> upstream.send(event("stored")));

        assertThat(versionOf(idOf("stored"))).isEqualTo(1);
        service.startAgain();
        awaitFollowed(Map.of(idOf("stored"), new Seen(1, "UNREAD")), 1);
        assertThat(follower.resets()).isEmpty();
    }

    @Test
    @Tag(Scale.TAG)
    @Tag(Scale.LONG_ONLY)
    void showsAnItemOnceThatWasPublishedButNotCommitted() {
        killAt("dev.notificationfeed.ingest.OffsetCommitter", "commit", () -> upstream.send(event("published")));

        service.startAgain();
        awaitFollowed(Map.of(idOf("published"), new Seen(1, "UNREAD")), 1);
        assertThat(versionOf(idOf("published"))).isEqualTo(1);
        assertThat(follower.resets()).isEmpty();
    }

    @Test
    @Tag(Scale.TAG)
    @Tag(Scale.LONG_ONLY)
    void publishesEachItemThatMarkAllReadStored() {
        var first = givenItem("first");
        var second = givenItem("second");

        killAt(
                RecipientActions.class.getName(),
                "publishPending",
                () -> call("POST", "/api/notifications/mark-all-read"));

        service.startAgain();
        awaitFollowed(Map.of(first, new Seen(2, "READ"), second, new Seen(2, "READ")), 0);
        assertThat(follower.resets()).isEmpty();
    }

    @Test
    @Tag(Scale.TAG)
    @Tag(Scale.LONG_ONLY)
    void showsAMarkOnceThatWasPublishedButNotMarkedAsPublished() {
        var id = givenItem("published");

        killAt(
                NotificationStore.class.getName(),
                "markPublished",
                () -> call("PUT", "/api/notifications/" + id + "/mark-read"));

        service.startAgain();
        awaitFollowed(Map.of(id, new Seen(2, "READ")), 0);
        await().atMost(RECOVERED)
                .until(() -> !backend.documents().of(recipient).get(0).containsKey("publishAt"));
        assertThat(follower.resets()).isEmpty();
    }

    @Test
    @Tag(Scale.TAG)
    @Tag(Scale.LONG_ONLY)
    void publishesAScheduledItemThatWasClaimed() {
        var sentAt = Instant.now().plusSeconds(2).truncatedTo(ChronoUnit.MILLIS);

        killAt(
                FeedPublisher.class.getName(),
                "publishAndMark",
                () -> upstream.send(event("scheduled").with("data.sentAt", sentAt.toString())));

        service.startAgain();
        awaitFollowed(Map.of(idOf("scheduled"), new Seen(1, "UNREAD")), 1);
        assertThat(follower.resets()).isEmpty();
    }

    @Test
    @Tag(Scale.TAG)
    @Tag(Scale.LONG_ONLY)
    void publishesAnErasureThatWasStored() {
        givenItem("erased");
        var admin = backend.issuer().token(TokenRequest.of("admin", "notifications-admin"));

        killAt(
                RecipientActions.class.getName(),
                "publishPending",
                () -> call("DELETE", "/api/recipients/" + recipient + "/notifications", admin));

        service.startAgain();
        await().atMost(RECOVERED).until(() -> follower.resets().equals(List.of("erased")));
        await().atMost(RECOVERED).until(() -> backend.documents().of(recipient).isEmpty());
    }

    private String givenItem(String event) {
        upstream.send(event(event));
        await().atMost(RECOVERED).until(() -> follower.items().containsKey(idOf(event)));
        return idOf(event);
    }

    private SampleEvent event(String name) {
        return Events.inApp(recipient, recipient + "-" + name).with("source", SOURCE);
    }

    private String idOf(String name) {
        return NotificationId.derivedFrom(SOURCE, recipient + "-" + name).value();
    }

    private void killAt(String className, String method, Runnable trigger) {
        try (var point = FaultPoint.at(debugPort, className, method)) {
            trigger.run();
            point.awaitReached();
            service.kill();
        }
    }

    /** Does not wait for the response, because the replica is killed before it responds. */
    private void call(String method, String path) {
        call(method, path, backend.token(recipient));
    }

    private void call(String method, String path, String token) {
        callers.sendAsync(
                HttpRequest.newBuilder(URI.create(service.url(path)))
                        .header("Authorization", "Bearer " + token)
                        .method(method, BodyPublishers.noBody())
                        .build(),
                BodyHandlers.discarding());
    }

    private long versionOf(String id) {
        return backend.documents().of(recipient).stream()
                .filter(document -> document.getString("_id").equals(id))
                .findFirst()
                .orElseThrow()
                .getLong("version");
    }

    private void awaitFollowed(Map<String, Seen> items, int unread) {
        service.awaitReady();
        await().atMost(RECOVERED).untilAsserted(() -> {
            assertThat(follower.items()).isEqualTo(items);
            assertThat(follower.unread()).isEqualTo(unread);
        });
        given().auth()
                .oauth2(backend.token(recipient))
                .get(service.url("/api/notifications/unread-count"))
                .then()
                .body("unread", equalTo(unread));
    }
}
