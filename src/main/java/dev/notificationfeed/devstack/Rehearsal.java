package dev.notificationfeed.devstack;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The packaged service at work, before anybody needs it: in a process of its own, with the embedded stack, events at a steady rate
 * and in a rush, readers who come, stay, and come back, and callers. A JVM that is started with {@code -XX:AOTCacheOutput} learns
 * from it which classes it loads and which methods matter, and writes that down for the next one (JEP 483, 514 and 515).
 */
public final class Rehearsal implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(20);
    private static final int PARTITIONS = 4;
    private static final int ENDED_BY_SIGTERM = 128 + 15;
    private static final String EVENTS = "notification-events";
    private static final String LIST = "/api/notifications";

    private final EmbeddedKafka kafka;
    private final EmbeddedMongo mongo = EmbeddedMongo.inMemory(Ports.free());
    private final EmbeddedIssuer issuer;
    private final int port = Ports.free();
    private final int managementPort = Ports.free();

    /** A connection for each stream, as browsers have them behind a proxy. */
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final List<RehearsalReader> readers;
    private final RehearsalSize size;
    private final Process service;
    private int published;

    private Rehearsal(RehearsalSize size, List<String> command) throws IOException {
        var directory = Files.createTempDirectory("rehearsal");
        this.size = size;
        kafka = new EmbeddedKafka(directory.resolve("kafka"), Ports.free());
        issuer = new EmbeddedIssuer(directory.resolve("issuer"), Ports.free());
        List.of(kafka, mongo, issuer).forEach(EmbeddedServer::start);
        kafka.createTopics(
                Map.of(EVENTS, PARTITIONS, "notification-events-dlq", PARTITIONS, "notification-feed", PARTITIONS));
        readers = IntStream.range(0, size.readers())
                .mapToObj(reader -> new RehearsalReader(client, address(LIST + "/stream"), token(reader)))
                .toList();
        var builder = new ProcessBuilder(command).inheritIO();
        builder.environment().putAll(environment());
        service = builder.start();
    }

    /**
     * Rehearses; ends with 0 if everything that was published was read.
     *
     * @param command what starts the service; its ports and the addresses of what it needs are set in its environment
     */
    public static void main(String[] command) throws Exception {
        hold(RehearsalSize.WHOLE, List.of(command));
        System.exit(0);
    }

    /** The same at another size; ends, as the service did, when this returns. */
    static void hold(RehearsalSize size, List<String> command) throws Exception {
        try (var rehearsal = new Rehearsal(size, command)) {
            rehearsal.await("the service to be ready", rehearsal::isReady);
            rehearsal.perform();
            rehearsal.end();
        }
    }

    private void end() throws InterruptedException {
        service.destroy();
        int status = service.waitFor();
        if (status != ENDED_BY_SIGTERM) {
            throw new IllegalStateException("the service has ended with " + status);
        }
    }

    private Map<String, String> environment() {
        return Map.ofEntries(
                Map.entry("KAFKA_BOOTSTRAP_SERVERS", kafka.address()),
                Map.entry("QUARKUS_MONGODB_CONNECTION_STRING", mongo.address()),
                Map.entry("QUARKUS_OIDC_AUTH_SERVER_URL", issuer.address()),
                Map.entry("QUARKUS_OIDC_TOKEN_AUDIENCE", "notification-feed"),
                Map.entry("QUARKUS_HTTP_HOST", "localhost"),
                Map.entry("QUARKUS_HTTP_PORT", String.valueOf(port)),
                Map.entry("QUARKUS_MANAGEMENT_HOST", "localhost"),
                Map.entry("QUARKUS_MANAGEMENT_PORT", String.valueOf(managementPort)));
    }

    private boolean isReady() {
        try {
            var health = URI.create("http://localhost:" + managementPort + "/q/health/ready");
            return client.send(HttpRequest.newBuilder(health).build(), BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (IOException notYet) {
            return false;
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private void perform() throws Exception {
        try (var producer = new KafkaProducer<byte[], byte[]>(Map.of(
                "bootstrap.servers", kafka.address(),
                "key.serializer", ByteArraySerializer.class,
                "value.serializer", ByteArraySerializer.class))) {
            open();
            for (int round = 0; round < size.rounds(); round++) {
                publishSteadily(producer, size.steady());
                call(token(round % readers.size()));
            }
            awaitAll();
            readers.forEach(RehearsalReader::cut);
            publish(producer, size.rush());
            producer.flush();
            open();
            awaitAll();
        }
    }

    private void open() {
        readers.forEach(RehearsalReader::open);
        await("all readers to be there", () -> readers.stream().allMatch(RehearsalReader::isReady));
    }

    private void awaitAll() {
        await(
                "all events to be read",
                () -> readers.stream().mapToInt(RehearsalReader::created).sum() >= published);
    }

    /** Ten at a time, a few hundred a second. */
    private void publishSteadily(KafkaProducer<byte[], byte[]> producer, int events) {
        for (int sent = 0; sent < events; sent += 10) {
            publish(producer, 10);
            producer.flush();
            pause();
        }
    }

    private void publish(KafkaProducer<byte[], byte[]> producer, int events) {
        for (int sent = 0; sent < events; sent++) {
            var recipient = recipient(published % readers.size());
            producer.send(new ProducerRecord<>(
                    EVENTS,
                    recipient.getBytes(StandardCharsets.UTF_8),
                    event(published, recipient).getBytes(StandardCharsets.UTF_8)));
            published++;
        }
    }

    private static String event(int number, String recipient) {
        return """
                {"specversion":"1.0","id":"rehearsal-%d","source":"/rehearsal","type":"dev.notificationfeed.notification.created.v1",\
                "time":"%s","datacontenttype":"application/json","data":{"recipient":"%s","type":"IN_APP",\
                "subject":"PLACEMENT_INFORMATION","subjectText":"Placement %d","tisReference":{"type":"PLACEMENT","id":"%d"},\
                "content":"<p>Your placement is <strong>confirmed</strong>, see <a href=\\"https://example.org/p/%d\\">here</a>.</p>"}}""".formatted(number, Instant.now(), recipient, number, number, number);
    }

    /** What Trainee-UI asks of it, and what it refuses. */
    private void call(String token) throws Exception {
        var list = ask("GET", LIST + "?page=0&size=20&status=UNREAD&type=IN_APP", token, 200);
        ask("GET", LIST + "?keyword=placement&sort=subject,asc", token, 200);
        ask("GET", LIST + "/unread-count", token, 200);
        ask("GET", "/api/capabilities", token, 200);
        ask("GET", LIST, "not-a-token", 401);
        ask("GET", LIST + "?sort=nothing", token, 400);
        for (var item : new ObjectMapper().readTree(list).path("content")) {
            var address = LIST + "/" + item.path("id").asText();
            ask("GET", address, token, 200);
            ask("GET", address + "/message", token, 200);
            ask("PUT", address + "/mark-read", token, 200);
            ask("PUT", address + "/mark-unread", token, 200);
            ask("PUT", address + "/archive", token, 200);
        }
    }

    private String ask(String method, String path, String token, int expected) throws Exception {
        var request = HttpRequest.newBuilder(address(path))
                .method(method, BodyPublishers.noBody())
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .header("Accept", "application/json");
        var answer = client.send(request.build(), BodyHandlers.ofString());
        if (answer.statusCode() != expected) {
            throw new IllegalStateException(method + " " + path + ": " + answer.statusCode() + " " + answer.body());
        }
        return answer.body();
    }

    private URI address(String path) {
        return URI.create("http://localhost:" + port + path);
    }

    private String token(int reader) {
        return issuer.token(TokenRequest.of(recipient(reader)));
    }

    private static String recipient(int reader) {
        return "recipient-" + reader;
    }

    private void await(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (!service.isAlive()) {
                throw new IllegalStateException("the service has ended with " + service.exitValue());
            }
            if (System.nanoTime() > end) {
                throw new IllegalStateException("waited too long for " + what);
            }
            pause();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(BETWEEN_LOOKS.toMillis());
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static IllegalStateException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new IllegalStateException("interrupted in the middle of a rehearsal", e);
    }

    @Override
    public void close() {
        service.destroyForcibly();
        List.of(issuer, mongo, kafka).forEach(EmbeddedServer::stop);
    }
}
