package dev.notificationfeed.api;

import static dev.notificationfeed.api.TestStreams.awaitUnread;
import static dev.notificationfeed.api.TestStreams.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.notificationfeed.feed.Feeds;
import dev.notificationfeed.feed.RecentFeed;
import dev.notificationfeed.fixture.Events;
import dev.notificationfeed.fixture.SseFrame;
import dev.notificationfeed.fixture.SseReader;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which changes an open stream shows. */
@QuarkusTest
class StreamChangesComponentTest {

    @TestHTTPResource("/api/notifications/stream")
    URI uri;

    @Inject
    Given given;

    @Inject
    RecentFeed recent;

    private String recipient;
    private TestStreams streams;

    @BeforeEach
    void newRecipientForEachTest() {
        recipient = given.recipient();
        streams = new TestStreams(uri, recipient);
    }

    @AfterEach
    void closeStreams() {
        streams.close();
    }

    @Test
    void showsAnEventFromKafkaAsInTheRestResponse() {
        SseReader reader = streams.openReady();

        String id = streams.publishInApp("first");

        SseFrame created = reader.awaitEvent("created");
        assertThat(json(created)).isEqualTo(json(rest(id)));
        assertThat(created.id()).isNotEqualTo(reader.awaitEvent("ready").id());
        assertThat(reader.awaitEvent("unread").data()).isEqualTo("{\"unread\":1}");
        assertThat(reader.awaitEvent("unread").id()).isNull();
    }

    @Test
    void showsEachChangeWithItsVersionAndTheCount() {
        SseReader reader = streams.openReady();
        String id = streams.publishInApp("first");
        awaitUnread(reader, 1);

        put(id, "mark-read");
        put(id, "mark-read");
        put(id, "mark-unread");
        put(id, "archive");

        List<SseFrame> updated = reader.awaitEvents("updated", 3);
        assertThat(updated)
                .extracting(frame -> json(frame).get("version").asInt())
                .containsExactly(2, 3, 4);
        awaitUnread(reader, 0);
    }

    /** The feed does not say that the item was stored. */
    @Test
    void correctsACountThatDiffersFromTheStore() {
        SseReader reader = streams.openReady();

        given.inApp(recipient);

        awaitUnread(reader, 1);
    }

    @Test
    void showsTheDeletionOfAWithdrawnItem() {
        SseReader reader = streams.openReady();

        String id = streams.publishInApp("first");
        streams.publish(Events.withdrawn(recipient, "second", "first"));

        assertThat(json(reader.awaitEvent("deleted"))).isEqualTo(json("{\"id\":\"" + id + "\",\"version\":2}"));
    }

    @Test
    void showsAllChangesOfMarkAllRead() {
        given.inApp(recipient);
        given.inApp(recipient);
        given.email(recipient, "a.trainee@example.org");
        SseReader reader = streams.openReady();

        Calls.as(recipient).post("/api/notifications/mark-all-read").then().body("changed", equalTo(2));

        assertThat(reader.awaitEvents("updated", 2))
                .allMatch(frame -> frame.data().contains("\"READ\""));
        awaitUnread(reader, 0);
    }

    @Test
    void showsMoreThanAHundredChangesAtOnceAsOneReset() {
        for (int i = 0; i < 101; i++) {
            given.inApp(recipient);
        }
        SseReader reader = streams.openReady();

        Calls.as(recipient).post("/api/notifications/mark-all-read").then().body("changed", equalTo(101));

        assertThat(json(reader.awaitEvent("reset"))).isEqualTo(json("{\"reason\":\"many-changes\"}"));
        awaitUnread(reader, 0);
        String last = streams.publishInApp("last");
        assertThat(reader.awaitEvent("created").data()).contains(last);
        assertThat(reader.events("updated")).isEmpty();
        assertThat(reader.events("reset")).hasSize(1);
    }

    @Test
    void showsNoRedeliveryOfAnItemWhoseFrameHasLeftTheRecentFeed() {
        SseReader open = streams.openReady();
        streams.publishInApp("first");
        open.awaitEvent("created");
        Feeds.evictAll(recent);
        SseReader fresh = streams.openReady();

        streams.publishInApp("first");
        String last = streams.publishInApp("last");

        assertThat(List.of(open, fresh)).allSatisfy(reader -> {
            reader.awaitFrame(frame -> frame.is("created") && frame.data().contains(last));
            assertThat(reader.events("created")).hasSize(reader == open ? 2 : 1);
        });
    }

    @Test
    void showsNoItemsOfOtherRecipients() {
        SseReader reader = streams.openReady();

        streams.publish(Events.inApp(given.recipient(), "theirs"));
        String mine = streams.publishInApp("mine");

        assertThat(reader.awaitEvent("created").data()).contains(mine);
        assertThat(reader.events("created")).hasSize(1);
    }

    @Test
    void showsAScheduledItemAtItsSentAt() {
        SseReader reader = streams.openReady();
        Instant sentAt = inSeconds(2);

        streams.publish(Events.inApp(recipient, "later").with("data.sentAt", sentAt.toString()));

        assertThat(reader.awaitEvent("created").data()).contains(streams.idOf("later"));
        assertThat(Instant.now()).isAfterOrEqualTo(sentAt);
        assertThat(reader.awaitEvent("unread").data()).isEqualTo("{\"unread\":1}");
    }

    @Test
    void showsTheDeletionOfAnExpiredItem() {
        SseReader reader = streams.openReady();
        Instant expiresAt = inSeconds(2);

        streams.publish(Events.inApp(recipient, "short").with("data.expiresAt", expiresAt.toString()));
        reader.awaitEvent("created");

        assertThat(reader.awaitEvent("deleted").data()).contains(streams.idOf("short"));
        assertThat(Instant.now()).isAfterOrEqualTo(expiresAt);
        awaitUnread(reader, 0);
    }

    /** In whole milliseconds, as items are stored. */
    private static Instant inSeconds(int seconds) {
        return Instant.now().plusSeconds(seconds).truncatedTo(ChronoUnit.MILLIS);
    }

    private void put(String id, String mark) {
        Calls.as(recipient).put("/api/notifications/" + id + "/" + mark).then().statusCode(200);
    }

    private String rest(String id) {
        return Calls.as(recipient).get("/api/notifications/" + id).asString();
    }
}
