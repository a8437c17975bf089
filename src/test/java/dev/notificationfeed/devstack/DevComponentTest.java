package dev.notificationfeed.devstack;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.notificationfeed.fixture.Events;
import dev.notificationfeed.fixture.KafkaProbe;
import dev.notificationfeed.fixture.Stack;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class DevComponentTest {

    private static final String EVENTS = "notification-events";
    private static final String STRUCTURED = "application/cloudevents+json";

    private final KafkaProbe kafka = new KafkaProbe(Stack.bootstrapServers());

    @Test
    void answersTokenForRecipientAndRoles() {
        var token = given().get("/dev/token?recipient=47165&roles=a,b&expiresIn=60")
                .then()
                .statusCode(200)
                .extract()
                .asString();

        assertThat(new String(Base64.getUrlDecoder().decode(token.split("\\.")[1]), UTF_8))
                .contains("\"custom:tisId\":\"47165\"", "\"cognito:groups\":[\"a\",\"b\"]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"expiresIn=soon", "expiresIn=1.5", "recipent=47165"})
    void namesTheWrongTokenParameter(String query) {
        given().get("/dev/token?" + query)
                .then()
                .statusCode(400)
                .contentType("text/plain")
                .body(containsString(query.substring(0, query.indexOf('='))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "application/json", "application/x-www-form-urlencoded", "application/octet-stream"})
    void publishesAnyBodyOfAnyContentType(String contentType) throws Exception {
        var body = bytes("not JSON \u0000 " + UUID.randomUUID());

        var answer = publish(body, contentType);

        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(answer.body()).startsWith("{\"topic\":\"notification-events\",\"partition\":");
        assertThat(recordWith(body).key()).isNull();
        assertThat(recordWith(body).headers()).isEmpty();
    }

    @Test
    void usesTheRecipientAsRecordKey() throws Exception {
        var body = bytes("{\"id\":\"%s\",\"data\":{\"recipient\":\"47165\"}}".formatted(UUID.randomUUID()));

        publish(body, STRUCTURED);

        var record = recordWith(body);
        assertThat(record.key()).isEqualTo(bytes("47165"));
        assertThat(record.headers().lastHeader("content-type").value()).isEqualTo(bytes(STRUCTURED));
    }

    @Test
    void answersTheOutcomeOfAnEvent() throws Exception {
        var recipient = "dev-" + UUID.randomUUID();
        var created = Events.inApp(recipient, "created-" + UUID.randomUUID());
        var read = Events.statusChanged(
                recipient,
                "read-" + created.id(),
                created.id(),
                "READ",
                Instant.now().toString());

        assertThat(outcome(created.bytes())).isEqualTo("stored");
        assertThat(outcome(created.bytes())).isEqualTo("seen-before");
        assertThat(outcome(read.bytes())).isEqualTo("changed");
        assertThat(outcome(Events.inApp(recipient, "old-" + created.id())
                        .with("data.sentAt", "1700-01-01T00:00:00Z")
                        .bytes()))
                .isEqualTo("past-retention");
    }

    @Test
    void answersThatAChangeWaitsForItsItem() throws Exception {
        var early = Events.withdrawn("dev-" + UUID.randomUUID(), "id-" + UUID.randomUUID(), "no-such-event");

        var answer =
                new ObjectMapper().readTree(publish(early.bytes(), STRUCTURED).body());

        assertThat(answer.path("outcome").asText()).isEqualTo("early");
        assertThat(answer.path("detail").asText()).contains("unknown-notification");
    }

    @Test
    void answersWhyAnEventWasDeadLettered() throws Exception {
        var created = Events.inApp("dev-" + UUID.randomUUID(), "created-" + UUID.randomUUID());
        var unknown = Events.withdrawn("dev-" + UUID.randomUUID(), "id-" + UUID.randomUUID(), created.id());
        assertThat(outcome(created.bytes())).isEqualTo("stored");

        var answer = publish(unknown.bytes(), STRUCTURED);

        assertThat(answer.body()).endsWith("}\n");
        var json = new ObjectMapper().readTree(answer.body());
        assertThat(json.path("topic").asText()).isEqualTo(EVENTS);
        assertThat(json.path("outcome").asText()).isEqualTo("dead-lettered");
        assertThat(json.path("code").asText()).isEqualTo("unknown-notification");
        assertThat(json.path("detail").asText()).isNotEmpty();
    }

    private String outcome(byte[] event) throws Exception {
        return new ObjectMapper()
                .readTree(publish(event, STRUCTURED).body())
                .path("outcome")
                .asText();
    }

    private HttpResponse<String> publish(byte[] body, String contentType) throws Exception {
        var request = HttpRequest.newBuilder(URI.create("http://localhost:" + RestAssured.port + "/dev/events"))
                .POST(BodyPublishers.ofByteArray(body));
        if (!contentType.isEmpty()) {
            request.header("Content-Type", contentType);
        }
        return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
    }

    private ConsumerRecord<byte[], byte[]> recordWith(byte[] body) {
        return kafka.everythingOn(EVENTS).stream()
                .filter(record -> Arrays.equals(record.value(), body))
                .findFirst()
                .orElseThrow();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
