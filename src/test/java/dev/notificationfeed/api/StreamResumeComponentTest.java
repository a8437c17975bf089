package dev.notificationfeed.api;

import static dev.notificationfeed.api.TestStreams.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.notificationfeed.fixture.SseReader;
import dev.notificationfeed.fixture.Stack;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How a stream ends or resets, and how the next one resumes. */
@QuarkusTest
class StreamResumeComponentTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Tokens expire at whole seconds, so that two to three seconds remain. */
    private static final Duration SHORT_LIFE = Duration.ofSeconds(3);

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
    void resumesAtThePositionOfTheClient() {
        SseReader first = streams.open();
        String position = first.awaitEvent("ready").id();
        first.close();
        String missed = streams.publishInApp("missed");
        streams.openReady();
        given.everythingIsThere();

        SseReader again = streams.resume(position);

        assertThat(again.awaitEvent("ready").data()).contains("\"resumed\":true");
        assertThat(again.awaitEvent("ready").id()).isEqualTo(position);
        assertThat(again.awaitEvent("created").data()).contains(missed);
    }

    @Test
    void resetsAClientWithAnInvalidPosition() {
        SseReader reader = streams.resume("nonsense");

        assertThat(reader.awaitEvent("reset").data()).isEqualTo("{\"reason\":\"malformed\"}");
        assertThat(reader.awaitEvent("ready").data()).contains("\"resumed\":false");
    }

    /** A log that was cut has the records of another leader at the same offsets. */
    @Test
    void resetsAClientWhosePositionHasAnotherLeaderEpoch() {
        SseReader first = streams.openReady();
        streams.publishInApp("first");
        String position = first.awaitEvent("created").id();
        assertThat(position).matches("[0-9a-f]{10}-\\d+-\\d+-\\d+");

        SseReader again = streams.resume(withoutLeaderEpoch(position) + "-7");

        assertThat(again.awaitEvent("reset").data()).isEqualTo("{\"reason\":\"unknown-epoch\"}");
        assertThat(again.awaitEvent("ready").data()).contains("\"resumed\":false");
    }

    /** Of a version that wrote no leader epoch. */
    @Test
    void resumesAtAPositionWithoutLeaderEpoch() {
        SseReader first = streams.openReady();
        streams.publishInApp("first");
        String position = first.awaitEvent("created").id();

        SseReader again = streams.resume(withoutLeaderEpoch(position));

        assertThat(again.awaitEvent("ready").data()).contains("\"resumed\":true");
    }

    @Test
    void resetsAllStreamsOfAnErasedPerson() {
        given.inApp(recipient);
        List<SseReader> readers = List.of(streams.openReady(), streams.openReady());

        Calls.asStaff()
                .delete("/api/recipients/" + recipient + "/notifications")
                .then()
                .statusCode(204);

        assertThat(readers).allSatisfy(reader -> {
            assertThat(reader.awaitEvent("reset").data()).isEqualTo("{\"reason\":\"erased\"}");
            assertThat(reader.awaitEvent("unread").data()).isEqualTo("{\"unread\":0}");
        });
    }

    @Test
    void endsWithARetryTimeWhenTheTokenExpiresAndLosesNothing() {
        SseReader reader = streams.open(Stack.token(recipient, SHORT_LIFE));
        reader.awaitEvent("ready");
        List<String> sent = new ArrayList<>();
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(50)).until(() -> {
            sent.add(streams.publishInApp("item-" + sent.size()));
            return !reader.isOpen();
        });
        sent.add(streams.publishInApp("after the end"));

        SseReader next = streams.resume(reader.lastEventId());

        assertThat(reader.frames())
                .last()
                .satisfies(frame -> assertThat(frame.retry()).isNotNull());
        assertThat(next.awaitEvent("ready").data()).contains("\"resumed\":true");
        int missed = sent.size() - reader.events("created").size();
        assertThat(missed).isPositive().isLessThan(sent.size());
        next.awaitEvents("created", missed);
        assertThat(Stream.of(reader, next).flatMap(each -> each.events("created").stream()))
                .extracting(frame -> json(frame).get("id").asText())
                .containsExactlyElementsOf(sent);
    }

    private static String withoutLeaderEpoch(String position) {
        return position.substring(0, position.lastIndexOf('-'));
    }
}
