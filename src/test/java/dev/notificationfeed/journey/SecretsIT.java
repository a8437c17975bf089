package dev.notificationfeed.journey;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.notificationfeed.devstack.EmbeddedKafka;
import dev.notificationfeed.devstack.ExtraListener;
import dev.notificationfeed.devstack.Ports;
import dev.notificationfeed.fixture.Events;
import dev.notificationfeed.fixture.SampleEvent;
import io.restassured.response.Response;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Provokes every error that an operator or a caller can cause. Each secret and each piece of personal data contains a marker
 * word, and no marker may appear where anybody else can read it.
 */
class SecretsIT {

    private static final String NAME = "secrets";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Marker words by the value that contains them. */
    private static final Map<String, String> WORDS = Map.of(
            "Kafka's password", "tangerine",
            "MongoDB's password", "marzipan",
            "token", "ZmVuY2Vwb3N0",
            "recipient", "wheelbarrow",
            "title", "saxophone",
            "content", "trampoline",
            "contact", "periwinkle",
            "keyword", "bumblebee");

    private final List<String> answers = new ArrayList<>();
    private final int entrance = Ports.free();
    private Backend backend;
    private EmbeddedKafka refusing;

    @BeforeEach
    void startBackend(@TempDir Path data) throws IOException {
        Files.deleteIfExists(log());
        var kafka = new EmbeddedKafka(data.resolve("kafka"), Ports.free());
        refusing = kafka.with(ExtraListener.withPassword(entrance, "feed", "another-one"));
        backend = Backend.start(kafka.with(ExtraListener.withPassword(entrance, "feed", word("Kafka's password"))));
    }

    @AfterEach
    void stopBackend() {
        refusing.stop();
        backend.close();
    }

    @Test
    void responsesAndLogsContainNoSecretsAndNoPersonalData() throws IOException {
        failUntilKafkaRefusesThePassword();
        failWhileMongoRefusesThePassword();

        var lines = Files.readAllLines(log());
        assertThat(lines).as("redacted stack traces").anyMatch(line -> line.contains("ExceptionMessageRedactor"));
        assertThat(Stream.concat(answers.stream(), lines.stream()))
                .allSatisfy(text -> assertThat(text).doesNotContain(WORDS.values()));
    }

    private void failUntilKafkaRefusesThePassword() {
        try (var service = ServiceProcess.start(NAME, environment())) {
            service.awaitReady();
            provokeWithEvents(service);
            provokeWithRequests(service);
            provokeWithACorruptDocument(service);
            backend.kafka().stop();
            refusing.start();
            awaitDown(service, "kafka", "Kafka refuses the service's credentials");
            read(service);
            service.terminate();
        }
    }

    private void failWhileMongoRefusesThePassword() {
        var environment = new HashMap<>(environment());
        environment.put("QUARKUS_MONGODB_CREDENTIALS_USERNAME", "feed");
        environment.put("QUARKUS_MONGODB_CREDENTIALS_PASSWORD", word("MongoDB's password"));
        try (var service = ServiceProcess.start(NAME, environment)) {
            service.awaitLive();
            awaitDown(service, "mongodb", "MongoDB does not accept the service's credentials");
            provokeWithRequests(service);
            read(service);
            service.terminate();
        }
    }

    /** Some events are stored, the others are refused for every possible reason. */
    private void provokeWithEvents(ServiceProcess service) {
        var good = Events.email(word("recipient"), "good")
                .with("data.subjectText", word("title"))
                .with("data.content", "<p onclick=x>" + word("content"))
                .with("data.contact", word("contact") + "@example.org");
        var before = backend.records().everythingOn(Backend.DEAD_LETTERS).size();
        var bad = List.of(
                good.with("data.type", word("title")),
                good.with("data.contact", word("contact").repeat(100)),
                good.with("data.sentAt", word("title")),
                good.with("data.recipient", word("recipient").repeat(100)),
                good.with("data.content", word("content").repeat(5_000)));
        Stream.concat(Stream.of(good), bad.stream()).map(SampleEvent::bytes).forEach(this::put);
        put(("{\"data\":" + word("content")).getBytes(UTF_8));
        await().atMost(PATIENCE)
                .until(() ->
                        backend.records().everythingOn(Backend.DEAD_LETTERS).size() == before + bad.size() + 1);
        await().atMost(PATIENCE)
                .until(() -> as(service, backend.token(word("recipient")), "/api/notifications")
                        .asString()
                        .contains(word("title")));
    }

    private void provokeWithRequests(ServiceProcess service) {
        var token = backend.token(word("recipient"));
        var paths = List.of(
                "/api/notifications/" + word("keyword"),
                "/api/notifications?sort=" + word("keyword"),
                "/api/notifications?status=" + word("keyword") + "&keyword=" + word("keyword"),
                "/api/recipients/" + word("recipient") + "/notifications?keyword=" + word("keyword"),
                "/api/" + word("recipient"));
        for (var path : paths) {
            answers.add(withoutPath(as(service, token, path)));
            answers.add(withoutPath(as(service, word("token") + "." + word("token") + ".x", path)));
        }
        answers.add(withoutPath(given().auth()
                .oauth2(token)
                .contentType("application/json")
                .body("{\"" + word("content") + "\": " + word("content"))
                .put(service.url("/api/notifications/68a3768a4f6c9f28f981b6f5/mark-read"))));
    }

    /** The driver's exception quotes the value that it cannot decode. */
    private void provokeWithACorruptDocument(ServiceProcess service) {
        backend.documents()
                .insert(new Document("_id", "0123456789abcdef01234567")
                        .append("recipient", word("recipient"))
                        .append("status", word("title"))
                        .append("sentAt", new Date()));
        answers.add(withoutPath(as(service, backend.token(word("recipient")), "/api/notifications")));
    }

    /** Removes the path, which a problem repeats to its caller. */
    private static String withoutPath(Response answer) {
        assertThat(answer.statusCode()).isGreaterThanOrEqualTo(400);
        return answer.asString().replaceAll("\"instance\":\"[^\"]*\"", "");
    }

    private void read(ServiceProcess service) {
        Stream.of("/q/health", "/q/health/live", "/q/health/ready", "/q/health/started", "/q/metrics")
                .map(service::managementUrl)
                .map(Readiness::body)
                .forEach(answers::add);
        answers.add(Readiness.body(service.url("/api/capabilities")));
        answers.add(Readiness.body(service.url("/q/openapi")));
    }

    private static Response as(ServiceProcess service, String token, String path) {
        return given().auth().oauth2(token).get(service.url(path));
    }

    private static void awaitDown(ServiceProcess service, String check, String reason) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(service.readiness().down()).containsEntry(check, reason));
    }

    private void put(byte[] value) {
        backend.records().put(Backend.EVENTS, value);
    }

    private Map<String, String> environment() {
        return backend.environment(entrance, "feed", word("Kafka's password"));
    }

    private static Path log() {
        return Path.of("target", "journey", NAME + ".log");
    }

    private static String word(String of) {
        return WORDS.get(of);
    }
}
