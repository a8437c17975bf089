package dev.notificationfeed.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.notificationfeed.fixture.Events;
import dev.notificationfeed.fixture.KafkaProbe;
import dev.notificationfeed.fixture.LiveObjects;
import dev.notificationfeed.fixture.SampleEvent;
import dev.notificationfeed.fixture.SseFrame;
import dev.notificationfeed.fixture.SseReader;
import dev.notificationfeed.fixture.Stack;
import dev.notificationfeed.notification.NotificationId;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class StreamComponentTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TestHTTPResource("/api/notifications/stream")
    URI uri;

    @Inject
    Given given;

    private final KafkaProbe kafka = new KafkaProbe(Stack.bootstrapServers());
    private final List<SseReader> readers = new ArrayList<>();
    private String recipient;

    @BeforeEach
    void newRecipientForEachTest() {
        recipient = given.recipient();
    }

    @AfterEach
    void closeReaders() {
        readers.forEach(SseReader::close);
    }

    @Test
    void startsWithReadyAndForbidsBufferingAndCaching() {
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

    /** Counts claims, identities and request beans. The bound is ten, because streams of other tests may end during the test. */
    @Test
    void releasesTheRequestAfterTheStart() {
        LiveObjects before = LiveObjects.now();

        for (int i = 0; i < 10; i++) {
            open().awaitEvent("ready");
        }

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(
                                LiveObjects.now().sinceIfMoreThan(4, before).toString())
                        .contains("stream.FeedStream=")
                        .doesNotContain("ResteasyReactiveRequestContext"));
    }

    /** An HTTP/2 connection may come from an ingress and carry the streams of many people. */
    @ParameterizedTest
    @CsvSource({"/nothing, 404", "/api/nothing, 404", "/api/notifications?keyword=, 414"})
    void continuesWhenAnotherRequestOnItsConnectionIsRefused(String path, int status) throws Exception {
        HttpClient client = HttpClient.newHttpClient();
        client.send(request("/api/capabilities"), BodyHandlers.discarding());
        HttpResponse<InputStream> stream = client.send(request(uri.getPath()), BodyHandlers.ofInputStream());
        Queue<String> lines = new ConcurrentLinkedQueue<>();
        Thread reader = new Thread(() -> readUntilClosed(stream.body(), lines));
        reader.start();
        await().until(() -> lines.contains("event: ready"));

        HttpResponse<Void> refusal =
                client.send(request(status == 414 ? path + "a".repeat(5_000) : path), BodyHandlers.discarding());
        publish(Events.inApp(recipient, "after"));

        await().until(() -> lines.contains("event: created"));
        assertThat(refusal.statusCode()).isEqualTo(status);
        assertThat(List.of(stream.version(), refusal.version())).containsOnly(HttpClient.Version.HTTP_2);
        stream.body().close();
        reader.join();
    }

    private static void readUntilClosed(InputStream body, Queue<String> lines) {
        BufferedReader reader = new BufferedReader(new InputStreamReader(body, UTF_8));
        try {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                lines.add(line);
            }
        } catch (IOException closed) {
            // The test has closed the connection.
        }
    }

    private HttpRequest request(String path) {
        return HttpRequest.newBuilder(uri.resolve(path))
                .header("Authorization", "Bearer " + Stack.token(recipient))
                .build();
    }

    @Test
    void showsAnEventFromKafkaAsInTheRestResponse() throws IOException {
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
    void showsTheDeletionOfAWithdrawnItem() throws IOException {
        SseReader reader = open();
        reader.awaitEvent("ready");
        publish(Events.inApp(recipient, "first"));
        publish(Events.withdrawn(recipient, "second", "first"));

        assertThat(json(reader.awaitEvent("deleted")))
                .isEqualTo(JSON.createObjectNode().put("id", id("first")).put("version", 2));
    }

    @Test
    void showsAllChangesOfMarkAllRead() {
        given.inApp(recipient);
        given.inApp(recipient);
        given.email(recipient, "a.trainee@example.org");
        SseReader reader = open();
        reader.awaitEvent("ready");

        Calls.as(recipient).post("/api/notifications/mark-all-read").then().body("changed", equalTo(2));

        assertThat(reader.awaitEvents("updated", 2))
                .allMatch(frame -> frame.data().contains("\"READ\""));
        reader.awaitFrame(frame -> frame.is("unread") && frame.data().equals("{\"unread\":0}"));
    }

    @Test
    void showsNoItemsOfOtherRecipients() {
        SseReader reader = open();
        reader.awaitEvent("ready");

        publish(Events.inApp(given.recipient(), "theirs"));
        publish(Events.inApp(recipient, "mine"));

        assertThat(reader.awaitEvent("created").data()).contains(id("mine"));
        assertThat(reader.events("created")).hasSize(1);
    }

    @Test
    void resumesAtThePositionOfTheClient() {
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
    void resetsAClientWithAnInvalidPosition() {
        SseReader reader = SseReader.resume(uri, Stack.token(recipient), "nonsense");
        readers.add(reader);

        assertThat(reader.awaitEvent("reset").data()).isEqualTo("{\"reason\":\"malformed\"}");
        assertThat(reader.awaitEvent("ready").data()).contains("\"resumed\":false");
    }

    @Test
    void resetsAllStreamsOfAnErasedPerson() {
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
    void showsAScheduledItemAtItsSentAt() {
        SseReader reader = open();
        reader.awaitEvent("ready");

        publish(Events.inApp(recipient, "later")
                .with("data.sentAt", Instant.now().plusSeconds(3).toString()));

        assertThat(reader.awaitEvent("created").data()).contains(id("later"));
        assertThat(reader.awaitEvent("unread").data()).isEqualTo("{\"unread\":1}");
    }

    @Test
    void showsTheDeletionOfAnExpiredItem() {
        SseReader reader = open();
        reader.awaitEvent("ready");
        publish(Events.inApp(recipient, "short")
                .with("data.expiresAt", Instant.now().plusSeconds(3).toString()));
        reader.awaitEvent("created");

        assertThat(reader.awaitEvent("deleted").data()).contains(id("short"));
        reader.awaitFrame(frame -> frame.is("unread") && frame.data().equals("{\"unread\":0}"));
    }

    @Test
    void endsWhenTheTokenExpires() {
        SseReader reader = SseReader.open(uri, Stack.token(recipient, Duration.ofSeconds(3)));
        readers.add(reader);

        reader.awaitEnd();

        assertThat(reader.frames())
                .last()
                .satisfies(frame -> assertThat(frame.retry()).isNotNull());
    }

    @Test
    void losesNothingWhenATokenIsReplaced() {
        SseReader reader = SseReader.open(uri, Stack.token(recipient, Duration.ofSeconds(4)));
        readers.add(reader);
        reader.awaitEvent("ready");
        List<String> sent = new ArrayList<>();
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(50)).until(() -> {
            sent.add(published("item-" + sent.size()));
            return !reader.isOpen();
        });
        sent.add(published("after the end"));

        SseReader next = SseReader.resume(uri, Stack.token(recipient), reader.lastEventId());
        readers.add(next);

        assertThat(next.awaitEvent("ready").data()).contains("\"resumed\":true");
        int missed = sent.size() - reader.events("created").size();
        assertThat(missed).isPositive().isLessThan(sent.size());
        next.awaitEvents("created", missed);
        assertThat(Stream.of(reader, next).flatMap(each -> each.events("created").stream()))
                .extracting(frame -> json(frame).get("id").asText())
                .containsExactlyElementsOf(sent);
    }

    @ParameterizedTest
    @ValueSource(strings = {"access_token", "token", "id_token", "authorization", "Authorization", "bearer_token"})
    void ignoresATokenInTheUrl(String parameter) {
        assertUnauthenticated(RestAssured.given().queryParam(parameter, Stack.token(recipient)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"access_token", "token", "Authorization", "q_session"})
    void ignoresATokenInACookie(String cookie) {
        assertUnauthenticated(RestAssured.given().cookie(cookie, Stack.token(recipient)));
    }

    /** Reads only the response headers, because an accepted stream would not end. */
    private void assertUnauthenticated(RequestSpecification request) {
        request.accept("text/event-stream").head(uri).then().statusCode(401);
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
    void opensNoStreamForAHeadRequest() {
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
    void requiresAToken() {
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

    private String published(String event) {
        publish(Events.inApp(recipient, event));
        return id(event);
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
