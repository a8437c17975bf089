package dev.notificationfeed.devstack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.apache.kafka.common.utils.Utils;

/**
 * The training run for the AOT cache (JEP 483, 514 and 515): runs the packaged service in a process of its own against the
 * embedded stack, under load from events, streams and REST calls. A JVM that is started with {@code -XX:AOTCacheOutput} records
 * which classes it loads and which methods are hot, and writes the cache when it ends.
 */
public final class AotTraining implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofMinutes(2);
    /** Includes writing the cache. */
    private static final long END_LIMIT_MINUTES = 5;

    private static final Duration POLL_INTERVAL = Duration.ofMillis(20);
    private static final int PARTITIONS = 4;
    private static final int BATCH_SIZE = 10;
    private static final int ENDED_BY_SIGTERM = 128 + 15;
    private static final String EVENTS = "notification-events";

    private final AotTrainingSize size;
    private final Path directory;
    private final EmbeddedKafka kafka;
    private final EmbeddedMongo mongo = EmbeddedMongo.inMemory(Ports.free());
    private final EmbeddedIssuer issuer;
    private final int port = Ports.free();
    private final int managementPort = Ports.free();
    private final URI address = URI.create("http://localhost:" + port);
    private final Thread endService = new Thread(this::endService);
    private final List<AotTrainingReader> readers;

    /** HTTP/1.1, so that each stream has a connection of its own, as behind a proxy. */
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private Process service;

    private AotTraining(AotTrainingSize size, Path directory, EmbeddedIssuer issuer) {
        this.size = size;
        this.directory = directory;
        this.issuer = issuer;
        kafka = new EmbeddedKafka(directory.resolve("kafka"), Ports.free());
        readers = IntStream.range(0, size.readers())
                .mapToObj(reader ->
                        new AotTrainingReader(client, address.resolve("/api/notifications/stream"), token(reader)))
                .toList();
    }

    /**
     * Trains; exits with 0 if every published event was read, else with 1.
     *
     * @param command starts the service; its ports and the addresses of its dependencies are set in its environment
     */
    public static void main(String[] command) {
        int status = 1;
        try {
            trainWithNewKey(List.of(command));
            status = 0;
        } catch (Exception e) {
            e.printStackTrace();
        }
        System.exit(status);
    }

    private static void trainWithNewKey(List<String> command) throws Exception {
        var directory = Files.createTempDirectory("aot-training-issuer");
        try {
            run(AotTrainingSize.FULL, new EmbeddedIssuer(directory, Ports.free()), command);
        } finally {
            Utils.delete(directory.toFile());
        }
    }

    /** Trains at the given size; all servers and the service have ended when this returns. */
    static void run(AotTrainingSize size, EmbeddedIssuer issuer, List<String> command) throws Exception {
        try (var training = new AotTraining(size, Files.createTempDirectory("aot-training"), issuer)) {
            training.start(command);
            training.load();
            training.end();
        }
    }

    private void start(List<String> command) throws IOException {
        List.of(kafka, mongo, issuer).forEach(EmbeddedServer::start);
        kafka.createTopics(
                Map.of(EVENTS, PARTITIONS, "notification-events-dlq", PARTITIONS, "notification-feed", PARTITIONS));
        var builder = new ProcessBuilder(command).inheritIO();
        builder.environment().putAll(environment());
        service = builder.start();
        Runtime.getRuntime().addShutdownHook(endService);
        await("the service to be ready", this::isReady);
    }

    private Map<String, String> environment() {
        return Map.of(
                "KAFKA_BOOTSTRAP_SERVERS", kafka.address(),
                "QUARKUS_MONGODB_CONNECTION_STRING", mongo.address(),
                "QUARKUS_OIDC_AUTH_SERVER_URL", issuer.address(),
                "QUARKUS_OIDC_TOKEN_AUDIENCE", "notification-feed",
                "QUARKUS_HTTP_HOST", "localhost",
                "QUARKUS_HTTP_PORT", String.valueOf(port),
                "QUARKUS_MANAGEMENT_HOST", "localhost",
                "QUARKUS_MANAGEMENT_PORT", String.valueOf(managementPort));
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

    private void load() throws IOException, InterruptedException {
        var caller = new AotTrainingCaller(client, address);
        try (var publisher = new AotTrainingPublisher(kafka.address(), EVENTS, readers.size())) {
            open();
            for (int round = 0; round < size.rounds(); round++) {
                publishSteadily(publisher);
                awaitAll(publisher);
                caller.callAll(token(round % readers.size()));
                readers.forEach(AotTrainingReader::cut);
                open();
            }
            readers.forEach(AotTrainingReader::cut);
            publisher.publish(size.burst());
            open();
            awaitAll(publisher);
        }
    }

    private void open() {
        readers.forEach(AotTrainingReader::open);
        await("all streams to be ready", () -> readers.stream().allMatch(AotTrainingReader::isReady));
    }

    /** Small batches, some hundred events per second. */
    private void publishSteadily(AotTrainingPublisher publisher) {
        for (int sent = 0; sent < size.steady(); sent += BATCH_SIZE) {
            publisher.publish(BATCH_SIZE);
            pause();
        }
    }

    private void awaitAll(AotTrainingPublisher publisher) {
        await(
                "all events to be read",
                () -> readers.stream().mapToInt(AotTrainingReader::created).sum() >= publisher.published());
    }

    private void end() throws InterruptedException {
        readers.forEach(AotTrainingReader::cut);
        service.destroy();
        if (!service.waitFor(END_LIMIT_MINUTES, TimeUnit.MINUTES)) {
            throw new IllegalStateException("the service did not end in time");
        }
        if (service.exitValue() != ENDED_BY_SIGTERM) {
            throw new IllegalStateException("the service ended with exit code " + service.exitValue());
        }
    }

    private String token(int reader) {
        return issuer.token(TokenRequest.of(AotTrainingPublisher.recipient(reader)));
    }

    private void await(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (!condition.getAsBoolean()) {
            if (!service.isAlive()) {
                throw new IllegalStateException("the service ended with exit code " + service.exitValue());
            }
            readers.stream()
                    .map(AotTrainingReader::problem)
                    .filter(Objects::nonNull)
                    .findFirst()
                    .ifPresent(problem -> {
                        throw new IllegalStateException("waiting for " + what + ": " + problem);
                    });
            if (System.nanoTime() > end) {
                throw new IllegalStateException("timed out waiting for " + what);
            }
            pause();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(POLL_INTERVAL.toMillis());
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static IllegalStateException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new IllegalStateException("interrupted during the training run", e);
    }

    /** Ends the service and its child process, which writes the cache. */
    private void endService() {
        service.descendants().forEach(ProcessHandle::destroyForcibly);
        service.destroyForcibly();
    }

    @Override
    public void close() {
        if (service != null) {
            endService();
            Runtime.getRuntime().removeShutdownHook(endService);
        }
        List.of(issuer, mongo, kafka).forEach(EmbeddedServer::stop);
        try {
            Utils.delete(directory.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
