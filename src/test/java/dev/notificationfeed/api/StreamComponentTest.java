package dev.notificationfeed.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.notificationfeed.fixture.Events;
import dev.notificationfeed.fixture.KafkaProbe;
import dev.notificationfeed.fixture.SampleEvent;
import dev.notificationfeed.fixture.SseFrame;
import dev.notificationfeed.fixture.SseReader;
import dev.notificationfeed.fixture.Stack;
import dev.notificationfeed.notification.NotificationId;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class StreamComponentTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TestHTTPResource("/api/notifications/stream")
    URI uri;

    @Inject
    Given given;

    private final KafkaProbe kafka = new KafkaProbe(Stack.bootstrapServers());
    private final List<SseReader> readers = new ArrayList<>();
    private String recipient;

    @BeforeEach
    void eachTestHasARecipientOfItsOwn() {
        recipient = given.recipient();
    }

    @AfterEach
    void closeReaders() {
        readers.forEach(SseReader::close);
    }

    @Test
    void beginsWithReadyAndIsNotBufferedOrKept() {
        given.inApp(recipient);

        SseReader reader = open();

        SseFrame ready = reader.awaitEvent("ready");
        assertThat(reader.frames().get(0)).isEqualTo(ready);
        assertThat(ready.data()).isEqualTo("{\"resumed\":false,\"unread\":1,\"heartbeatSeconds\":15}");
        assertThat(ready.id()).matches("[0-9a-f]{10}-\\d+-\\d+");
        assertThat(Integer.parseInt(ready.retry())).isBetween(1000, 5000);
        assertThat(reader.answer().headers().map())
                .containsEntry("Content-Type", List.of("text/event-stream"))
                .containsEntry("Cache-Control", List.of("no-store"))
                .containsEntry("X-Accel-Buffering", List.of("no"));
    }

    @Test
    void showsAnEventFromKafkaAsRestGivesIt() throws IOException {
        SseReader reader = open();
        reader.awaitEvent("ready");

        publish(Events.inApp(recipient, "first"));

        SseFrame created = reader.awaitEvent("created");
        assertThat(json(created)).isEqualTo(JSON.readTree(rest(id("first"))));
        assertThat(created.id()).isNotEqualTo(reader.awaitEvent("ready").id());
        assertThat(reader.awaitEvent("unread").data()).isEqualTo("{\"unread\":1}");
        assertThat(reader.awaitEvent("unread").id()).isNull();
    }

    @Test
    void showsEachChangeWithItsVersionAndTheCount() throws IOException {
        SseReader reader = open();
        reader.awaitEvent("ready");
        publish(Events.inApp(recipient, "first"));
        reader.awaitFrame(frame -> frame.is("unread") && frame.data().equals("{\"unread\":1}"));

        put(id("first"), "mark-read");
        put(id("first"), "mark-read");
        put(id("first"), "mark-unread");
        put(id("first"), "archive");

        List<SseFrame> updated = reader.awaitEvents("updated", 3);
        assertThat(updated)
                .extracting(frame -> json(frame).get("version").asInt())
                .containsExactly(2, 3, 4);
        reader.awaitFrame(frame -> frame.is("unread") && frame.data().equals("{\"unread\":0}"));
    }

    @Test
    void tellsThatAWithdrawnItemIsGone() throws IOException {
        SseReader reader = open();
        reader.awaitEvent("ready");
        publish(Events.inApp(recipient, "first"));
        publish(Events.withdrawn(recipient, "second", "first"));

        assertThat(json(reader.awaitEvent("deleted")))
                .isEqualTo(JSON.createObjectNode().put("id", id("first")).put("version", 2));
    }

    @Test
    void showsAllThatMarkAllReadChanged() {
        given.inApp(recipient);
        given.inApp(recipient);
        given.email(recipient, "a.trainee@example.org");
        SseReader reader = open();
        reader.awaitEvent("ready");

        Calls.as(recipient).post("/api/notifications/mark-all-read").then().body("changed", equalTo(2));

        assertThat(reader.awaitEvents("updated", 2))
                .allMatch(frame -> frame.data().contains("\"READ\""));
        assertThat(reader.awaitEvent("unread").data()).isEqualTo("{\"unread\":0}");
    }

    @Test
    void showsNobodyElsesItems() {
        SseReader reader = open();
        reader.awaitEvent("ready");

        publish(Events.inApp(given.recipient(), "theirs"));
        publish(Events.inApp(recipient, "mine"));

        assertThat(reader.awaitEvent("created").data()).contains(id("mine"));
        assertThat(reader.events("created")).hasSize(1);
    }

    @Test
    void goesOnFromThePositionThatTheClientSends() {
        SseReader first = open();
        String position = first.awaitEvent("ready").id();
        first.close();
        publish(Events.inApp(recipient, "missed"));
        SseReader other = open();
        other.awaitEvent("ready");
        given.everythingIsThere();

        SseReader again = SseReader.resume(uri, Stack.token(recipient), position);
        readers.add(again);

        assertThat(again.awaitEvent("ready").data()).contains("\"resumed\":true");
        assertThat(again.awaitEvent("ready").id()).isEqualTo(position);
        assertThat(again.awaitEvent("created").data()).contains(id("missed"));
    }

    @Test
    void resetsAClientWhosePositionIsNotGood() {
        SseReader reader = SseReader.resume(uri, Stack.token(recipient), "nonsense");
        readers.add(reader);

        assertThat(reader.awaitEvent("reset").data()).isEqualTo("{\"reason\":\"malformed\"}");
        assertThat(reader.awaitEvent("ready").data()).contains("\"resumed\":false");
    }

    @Test
    void tellsAllStreamsOfAPersonThatTheyAreErased() {
        given.inApp(recipient);
        SseReader reader = open();
        reader.awaitEvent("ready");

        Calls.asStaff()
                .delete("/api/recipients/" + recipient + "/notifications")
                .then()
                .statusCode(204);

        assertThat(reader.awaitEvent("reset").data()).isEqualTo("{\"reason\":\"erased\"}");
        assertThat(reader.awaitEvent("unread").data()).isEqualTo("{\"unread\":0}");
    }

    @Test
    void showsAScheduledItemWhenItsMomentComes() {
        SseReader reader = open();
        reader.awaitEvent("ready");

        publish(Events.inApp(recipient, "later")
                .with("data.sentAt", Instant.now().plusSeconds(3).toString()));

        assertThat(reader.awaitEvent("created").data()).contains(id("later"));
        assertThat(reader.awaitEvent("unread").data()).isEqualTo("{\"unread\":1}");
    }

    @Test
    void takesAnExpiredItemAway() {
        SseReader reader = open();
        reader.awaitEvent("ready");
        publish(Events.inApp(recipient, "short")
                .with("data.expiresAt", Instant.now().plusSeconds(3).toString()));
        reader.awaitEvent("created");

        assertThat(reader.awaitEvent("deleted").data()).contains(id("short"));
        reader.awaitFrame(frame -> frame.is("unread") && frame.data().equals("{\"unread\":0}"));
    }

    @Test
    void endsWithTheToken() {
        SseReader reader = SseReader.open(uri, Stack.token(recipient, Duration.ofSeconds(3)));
        readers.add(reader);

        reader.awaitEnd();

        assertThat(reader.frames())
                .last()
                .satisfies(frame -> assertThat(frame.retry()).isNotNull());
    }

    @Test
    void refusesTheEleventhStreamOfARecipient() {
        for (int i = 0; i < 10; i++) {
            open().awaitEvent("ready");
        }

        RestAssured.given()
                .header("Authorization", "Bearer " + Stack.token(recipient))
                .accept("text/event-stream")
                .get(uri)
                .then()
                .statusCode(429)
                .contentType("application/problem+json")
                .header("Retry-After", notNullValue())
                .body("code", equalTo("too-many-streams"));
    }

    @Test
    void opensNoStreamForWhoAsksForTheHeadersAlone() {
        for (int i = 0; i < 11; i++) {
            RestAssured.given()
                    .header("Authorization", "Bearer " + Stack.token(recipient))
                    .accept("text/event-stream")
                    .head(uri)
                    .then()
                    .statusCode(200);
        }

        open().awaitEvent("ready");
    }

    @Test
    void needsAToken() {
        RestAssured.given()
                .accept("text/event-stream")
                .get(uri)
                .then()
                .statusCode(401)
                .body("code", equalTo("unauthenticated"));
    }

    private SseReader open() {
        SseReader reader = SseReader.open(uri, Stack.token(recipient));
        readers.add(reader);
        return reader;
    }

    private void publish(SampleEvent event) {
        kafka.put("notification-events", event.with("source", "/" + recipient).bytes());
    }

    private String id(String event) {
        return NotificationId.derivedFrom("/" + recipient, event).value();
    }

    private void put(String id, String mark) {
        Calls.as(recipient).put("/api/notifications/" + id + "/" + mark).then().statusCode(200);
    }

    private String rest(String id) {
        return Calls.as(recipient).get("/api/notifications/" + id).asString();
    }

    private static JsonNode json(SseFrame frame) {
        try {
            return JSON.readTree(frame.data());
        } catch (IOException e) {
            throw new AssertionError(frame + " carries no JSON", e);
        }
    }
}
