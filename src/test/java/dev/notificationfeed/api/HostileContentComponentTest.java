package dev.notificationfeed.api;

import static dev.notificationfeed.api.Calls.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.notificationfeed.fixture.Events;
import dev.notificationfeed.fixture.HtmlSafetyCheck;
import dev.notificationfeed.fixture.SseReader;
import dev.notificationfeed.fixture.Stack;
import dev.notificationfeed.fixture.Upstream;
import dev.notificationfeed.fixture.XssVector;
import dev.notificationfeed.notification.NotificationId;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Hostile HTML from an upstream service, and the sanitised content that the API returns. */
@QuarkusTest
class HostileContentComponentTest {

    private static final String LIST = "/api/notifications";
    private static final String TITLE = "<img src=x onerror=alert(1)> &lt;b&gt; \"Ward\" & 'Theatre' {{7*7}}";

    @TestHTTPResource("/api/notifications/stream")
    URI uri;

    @Inject
    Given given;

    private String recipient;

    @BeforeEach
    void newRecipient() {
        recipient = given.recipient();
    }

    @Test
    void returnsMessagesWithoutExecutableContent() {
        var vectors = XssVector.all().stream().filter(XssVector::fitsIntoEvent).toList();
        send(vectors);

        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(
                        () -> as(recipient).get(LIST).then().body("page.totalElements", equalTo(vectors.size())));
        for (var vector : vectors) {
            String content = secured(path(vector.name()) + "/message").extract().path("content");
            assertThat(content).startsWith("Hello");
            assertThat(HtmlSafetyCheck.faultsOf(content)).as(vector.name()).isEmpty();
        }
    }

    @Test
    void returnsTheTitleUnchangedEverywhere() throws IOException {
        try (var stream = SseReader.open(uri, Stack.token(recipient))) {
            stream.awaitEvent("ready");

            sendTitle();

            var frame = stream.awaitEvent("created");
            assertThat(new ObjectMapper()
                            .readTree(frame.data())
                            .path("subjectText")
                            .textValue())
                    .isEqualTo(TITLE);
            assertThat(stream.answer().headers().map())
                    .containsEntry("Content-Type", List.of("text/event-stream"))
                    .containsEntry("X-Content-Type-Options", List.of("nosniff"));
        }
        secured(LIST).body("content[0].subjectText", equalTo(TITLE));
        secured(path("title")).body("subjectText", equalTo(TITLE));
        secured(path("title") + "/message").body("subject", equalTo(TITLE));
    }

    private void send(List<XssVector> vectors) {
        try (var upstream = new Upstream(Stack.bootstrapServers())) {
            vectors.forEach(vector -> upstream.send(Events.inApp(recipient, vector.name())
                    .with("source", "/" + recipient)
                    .with("data.content", "Hello " + vector.html())));
            upstream.flush();
        }
    }

    private void sendTitle() {
        try (var upstream = new Upstream(Stack.bootstrapServers())) {
            upstream.send(Events.inApp(recipient, "title")
                    .with("source", "/" + recipient)
                    .with("data.subjectText", TITLE)
                    .with("data.content", "Hello"));
            upstream.flush();
        }
    }

    private ValidatableResponse secured(String path) {
        return as(recipient)
                .get(path)
                .then()
                .statusCode(200)
                .header("Content-Type", startsWith("application/json"))
                .header("X-Content-Type-Options", "nosniff");
    }

    private String path(String event) {
        return LIST + "/" + NotificationId.derivedFrom("/" + recipient, event).value();
    }
}
