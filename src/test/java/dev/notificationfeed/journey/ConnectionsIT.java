package dev.notificationfeed.journey;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.notificationfeed.fixture.RawHttp;
import dev.notificationfeed.fixture.SlowRequest;
import dev.notificationfeed.fixture.SseReader;
import dev.notificationfeed.fixture.Stack;
import dev.notificationfeed.fixture.StreamClients;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Slow and idle connections, idle streams, connection limits, and CORS. */
@TestInstance(Lifecycle.PER_CLASS)
class ConnectionsIT {

    private static final Duration DEADLINE = Duration.ofMillis(1500);
    private static final Duration PROMPTLY = Duration.ofSeconds(15);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int HEARTBEATS = 5;
    private static final int MOST = 40;
    private static final String PAGE = "https://page.example";

    private final String recipient = UUID.randomUUID().toString();
    private final List<AutoCloseable> open = new ArrayList<>();
    private String token;
    private ServiceProcess service;

    @BeforeAll
    void startService() throws IOException {
        var settings = new HashMap<>(
                ServiceProcess.environment(Stack.bootstrapServers(), Stack.mongoConnectionString(), Stack.issuerUrl()));
        settings.put("NOTIFICATIONS_CONNECTIONS_HEAD_WITHIN", DEADLINE.toString());
        settings.put("NOTIFICATIONS_CONNECTIONS_BODY_WITHIN", DEADLINE.toString());
        settings.put("NOTIFICATIONS_CONNECTIONS_UNUSED_FOR", DEADLINE.toString());
        settings.put("NOTIFICATIONS_CONNECTIONS_MAX", String.valueOf(MOST));
        settings.put("NOTIFICATIONS_STREAM_HEARTBEAT", "PT1S");
        settings.put("QUARKUS_HTTP_IDLE_TIMEOUT", "3S");
        settings.put("QUARKUS_HTTP_CORS_ENABLED", "true");
        settings.put("QUARKUS_HTTP_CORS_ORIGINS", PAGE);
        Files.deleteIfExists(Path.of("target", "journey", "connections.log"));
        token = Stack.token(recipient);
        service = ServiceProcess.start("connections", settings);
        service.awaitReady();
    }

    @AfterEach
    void closeConnections() throws Exception {
        for (var connection : open) {
            connection.close();
        }
        open.clear();
        await().atMost(PROMPTLY).until(() -> service.metric("notifications_connections_open") == 0);
    }

    @AfterAll
    void stopService() {
        service.close();
    }

    @Test
    void closesConnectionsWhoseRequestsAreTooSlow() {
        var headsBefore = cut("head");
        var bodiesBefore = cut("body");
        var put = "PUT /api/notifications/68a3768a4f6c9f28f981b6f5/archive HTTP/1.1\r\nHost: x\r\n";
        var withToken = put + "Authorization: Bearer " + token + "\r\n";

        var heads = Map.of(
                "silence", send("", ""),
                "half a head", send("GET /api/capabilities HTT", ""),
                "a head byte by byte", send("GET /api/capabilities HTTP/1.1\r\nX-Long: ", "x"),
                "the preface of HTTP/2 alone", send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", ""));
        var bodies = Map.of(
                "no body", send(withToken + "Content-Length: 9\r\n\r\n", ""),
                "a body byte by byte", send(withToken + "Content-Length: 999\r\n\r\n", " "),
                "small chunks", send(withToken + "Transfer-Encoding: chunked\r\n\r\n", "1\r\n \r\n"),
                "a body after a refusal", send(put + "Content-Length: 999\r\n\r\n", " "));

        await().atMost(PROMPTLY)
                .untilAsserted(() -> assertThat(List.of(heads, bodies))
                        .allSatisfy(callers -> assertThat(callers)
                                .allSatisfy((what, caller) ->
                                        assertThat(caller.isCut()).isTrue())));
        assertThat(List.of(heads, bodies))
                .allSatisfy(callers -> assertThat(callers.values())
                        .allSatisfy(caller -> assertThat(caller.lifetime()).isGreaterThan(DEADLINE.minusMillis(200))));
        assertThat(cut("head")).isEqualTo(headsBefore + heads.size());
        assertThat(cut("body")).isEqualTo(bodiesBefore + bodies.size());
    }

    @Test
    void closesAConnectionWithASlowRequestHeadAfterAResponse() {
        var before = cut("head");

        var slow = send("GET /api/capabilities HTTP/1.1\r\nHost: x\r\n\r\nGET /api/cap", "x");

        await().atMost(PROMPTLY).until(slow::isCut);
        assertThat(slow.received()).contains("HTTP/1.1 200 OK");
        assertThat(cut("head") + cut("unused")).isGreaterThan(before);
    }

    @Test
    void closesAnUnusedConnection() {
        var before = cut("unused");

        var unused = send("GET /api/capabilities HTTP/1.1\r\nHost: x\r\n\r\n", "");

        await().atMost(PROMPTLY).until(unused::isCut);
        assertThat(unused.received()).contains("HTTP/1.1 200 OK");
        assertThat(cut("unused")).isEqualTo(before + 1);
    }

    @Test
    void refusesAMissingBodyOverHttp2AndKeepsTheConnection() {
        var vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
        open.add(() -> done(vertx.close()));
        var client = vertx.createHttpClient(
                new HttpClientOptions().setProtocolVersion(HttpVersion.HTTP_2).setHttp2ClearTextUpgrade(false));
        // The first request loads the client's classes, which can take longer than the deadline.
        await().atMost(PROMPTLY)
                .ignoreExceptions()
                .until(() -> done(request(client, HttpMethod.GET, "/api/capabilities")
                                        .send())
                                .statusCode()
                        == 200);
        var first = request(client, HttpMethod.POST, "/api/notifications/mark-all-read");

        done(first.setChunked(true).sendHead());

        assertThat(done(first.response()).statusCode()).isEqualTo(400);
        var second = request(client, HttpMethod.GET, "/api/capabilities");
        assertThat(second.connection()).isSameAs(first.connection());
        assertThat(done(second.send()).statusCode()).isEqualTo(200);
    }

    private HttpClientRequest request(HttpClient client, HttpMethod method, String path) {
        var address = service.streams();
        var request = done(client.request(method, address.getPort(), address.getHost(), path));
        request.putHeader("Content-Type", "application/json").putHeader("Authorization", "Bearer " + token);
        return request;
    }

    private static <T> T done(Future<T> future) {
        return future.toCompletionStage()
                .toCompletableFuture()
                .orTimeout(PROMPTLY.toSeconds(), TimeUnit.SECONDS)
                .join();
    }

    /** Heartbeats keep streams open beyond all deadlines and the idle timeout of connections. */
    @Test
    void keepsIdleStreamsOpen() {
        var cutBefore = service.metric("notifications_connections_cut_total");
        var heartbeatsBefore = heartbeats();
        var upgraded = stream();
        var plain = send(streamRequest(), "");
        var reused = send("GET /api/capabilities HTTP/1.1\r\nHost: x\r\n\r\n" + streamRequest(), "");
        var streams = 3;

        await().atMost(PATIENCE).until(() -> heartbeats() >= heartbeatsBefore + streams * HEARTBEATS);

        assertThat(upgraded.isOpen()).isTrue();
        assertThat(plain.isCut()).isFalse();
        assertThat(plain.received()).contains("event: ready");
        assertThat(reused.isCut()).isFalse();
        assertThat(reused.received()).contains("event: ready");
        assertThat(service.metric("notifications_connections_cut_total")).isEqualTo(cutBefore);
    }

    private double heartbeats() {
        return service.metric("notifications_stream_frames_total", "kind=\"heartbeat\"");
    }

    @Test
    void refusesConnectionsBeyondTheLimitWithAProblemAndRecovers() throws IOException {
        var refused = service.metric("notifications_connections_refused_total");
        var clients = new StreamClients(service.streams());
        open.add(clients);
        for (int i = 0; i < MOST; i++) {
            clients.join(Stack.token(recipient + "-" + i / 8));
        }
        await().atMost(PROMPTLY).until(() -> clients.open() == MOST);

        RawHttp.Answer answer;
        try (var further = new RawHttp(service.streams())) {
            answer = further.send(
                    ("GET /api/capabilities HTTP/1.1\r\nHost: x\r\nOrigin: " + PAGE + "\r\n\r\n").getBytes(UTF_8),
                    false);
        }

        assertThat(answer.status()).isEqualTo(503);
        assertThat(new ObjectMapper().readTree(answer.body()).path("code").asText())
                .isEqualTo("overloaded");
        assertThat(answer.headers())
                .containsKey("retry-after")
                .containsEntry("connection", "close")
                .containsEntry("access-control-allow-origin", PAGE);
        assertThat(service.metric("notifications_connections_open")).isGreaterThanOrEqualTo(MOST);
        assertThat(service.metric("notifications_connections_refused_total")).isEqualTo(refused + 1);
        clients.members().get(0).leave();
        await().atMost(PROMPTLY).until(() -> Readiness.status(service.url("/api/capabilities")) == 200);
    }

    @Test
    void sendsCorsHeadersToAConfiguredOrigin() throws IOException {
        assertThat(asPage(PAGE, "GET /api/notifications", "Authorization: Bearer " + token))
                .contains("200")
                .containsIgnoringCase("access-control-allow-origin: " + PAGE)
                .containsIgnoringCase("access-control-expose-headers: Retry-After")
                .doesNotContainIgnoringCase("access-control-allow-credentials: true");
        assertThat(asPage(PAGE, "GET /api/notifications", "Authorization: Bearer bad"))
                .contains("401")
                .containsIgnoringCase("access-control-allow-origin: " + PAGE);
    }

    @Test
    void allowsTheTokenAndPositionHeadersForAConfiguredOrigin() throws IOException {
        assertThat(asPage(
                        PAGE,
                        "OPTIONS /api/notifications/stream",
                        "Access-Control-Request-Method: GET\r\n"
                                + "Access-Control-Request-Headers: authorization,last-event-id"))
                .contains("200")
                .containsIgnoringCase("access-control-allow-origin: " + PAGE)
                .containsIgnoringCase("Last-Event-ID");
    }

    /** Without these headers the page would see a network error and no status. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            400 | GET /api/notifications/%zz   | Accept: */*
            404 | GET /nothing                 | Accept: */*
            413 | PUT /api/notifications/1/archive | Content-Length: 65537
            414 | GET /api/notifications?keyword=LONG | Accept: */*
            431 | GET /api/capabilities        | X-Long: LONGLONGLONGLONG
            """)
    void sendsCorsHeadersWithAnEarlyRefusal(int status, String request, String header) throws IOException {
        var longText = "x".repeat(4_100);
        var answer = asPage(PAGE, request.replace("LONG", longText), header.replace("LONG", longText));

        assertThat(answer)
                .startsWith("HTTP/1.1 " + status + " ")
                .containsIgnoringCase("access-control-allow-origin: " + PAGE)
                .containsIgnoringCase("access-control-expose-headers: Retry-After");
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://other.example", "http://x.example", "http://x y"})
    void answersAMalformedUrlWithAnOriginWithoutServerError(String origin) throws IOException {
        assertThat(asPage(origin, "GET /api/notifications/%zz", "Accept: */*"))
                .matches("(?s)HTTP/1.1 40[03] .*")
                .doesNotContainIgnoringCase("access-control-allow-origin");
    }

    @Test
    void sendsNoCorsHeadersToAnotherOrigin() throws IOException {
        assertThat(asPage("https://other.example", "GET /api/notifications", "Authorization: Bearer " + token))
                .contains("403")
                .doesNotContainIgnoringCase("access-control-allow-origin")
                .containsIgnoringCase("content-security-policy");
    }

    private String asPage(String origin, String request, String header) throws IOException {
        try (var connection = new RawHttp(service.streams())) {
            var bytes = (request + " HTTP/1.1\r\nHost: x\r\nOrigin: " + origin + "\r\n" + header + "\r\n\r\n")
                    .getBytes(ISO_8859_1);
            return String.join("\n", connection.head(bytes));
        }
    }

    private SlowRequest send(String first, String rest) {
        var request = SlowRequest.send(service.streams(), first, rest);
        open.add(request);
        return request;
    }

    private SseReader stream() {
        var reader = service.stream(token);
        open.add(reader);
        reader.awaitEvent("ready");
        return reader;
    }

    private String streamRequest() {
        return "GET /api/notifications/stream HTTP/1.1\r\nHost: x\r\nAccept: text/event-stream\r\nAuthorization: Bearer "
                + token + "\r\n\r\n";
    }

    private double cut(String overdue) {
        return service.metric("notifications_connections_cut_total", "overdue=\"" + overdue + "\"");
    }
}
