package dev.notificationfeed.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import dev.notificationfeed.fixture.LiveObjects;
import dev.notificationfeed.fixture.SseFrame;
import dev.notificationfeed.fixture.SseReader;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may open a stream, how many, and how it starts. */
@QuarkusTest
class StreamComponentTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TestHTTPResource("/api/notifications/stream")
    URI uri;

    @Inject
    Given given;

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
    void startsWithReadyAndForbidsBufferingAndCaching() {
        given.inApp(recipient);

        SseReader reader = streams.open();

        SseFrame ready = reader.awaitEvent("ready");
        assertThat(reader.frames().get(0)).isEqualTo(ready);
        assertThat(ready.data()).isEqualTo("{\"resumed\":false,\"unread\":1,\"heartbeatSeconds\":15}");
        assertThat(ready.id()).matches("[0-9a-f]{10}-\\d+-\\d+(-\\d+)?");
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
            streams.openReady();
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
        SseReader reader = streams.open(client);
        reader.awaitEvent("ready");

        HttpResponse<Void> refusal =
                client.send(request(status == 414 ? path + "a".repeat(5_000) : path), BodyHandlers.discarding());
        streams.publishInApp("after");

        reader.awaitEvent("created");
        assertThat(refusal.statusCode()).isEqualTo(status);
        assertThat(List.of(reader.answer().version(), refusal.version())).containsOnly(HttpClient.Version.HTTP_2);
    }

    private HttpRequest request(String path) {
        return HttpRequest.newBuilder(uri.resolve(path))
                .header("Authorization", "Bearer " + streams.token())
                .build();
    }

    @ParameterizedTest
    @ValueSource(strings = {"access_token", "token", "id_token", "authorization", "Authorization", "bearer_token"})
    void ignoresATokenInTheUrl(String parameter) {
        assertUnauthenticated(RestAssured.given().queryParam(parameter, streams.token()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"access_token", "token", "Authorization", "q_session"})
    void ignoresATokenInACookie(String cookie) {
        assertUnauthenticated(RestAssured.given().cookie(cookie, streams.token()));
    }

    /** Reads only the response headers, because an accepted stream would not end. */
    private void assertUnauthenticated(RequestSpecification request) {
        request.accept("text/event-stream").head(uri).then().statusCode(401);
    }

    @Test
    void endsTheOldestStreamForTheEleventhOfARecipient() {
        SseReader oldest = streams.openReady();
        for (int i = 0; i < 10; i++) {
            streams.openReady();
        }

        SseFrame farewell = oldest.awaitFrame(frame -> frame.event() == null && frame.retry() != null);
        assertThat(Integer.parseInt(farewell.retry())).isBetween(120_000, 240_000);
        await().atMost(PATIENCE).until(() -> !oldest.isOpen());
    }

    @Test
    void opensNoStreamForAHeadRequest() {
        SseReader reader = streams.openReady();
        for (int i = 0; i < 11; i++) {
            RestAssured.given()
                    .header("Authorization", "Bearer " + streams.token())
                    .accept("text/event-stream")
                    .head(uri)
                    .then()
                    .statusCode(200);
        }

        streams.openReady();
        assertThat(reader.isOpen()).isTrue();
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
}
