package dev.notificationfeed.journey;

import dev.notificationfeed.devstack.Ports;
import dev.notificationfeed.fixture.SseReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** One replica: the packaged application, run as in production. Its log is in {@code target/journey}. */
final class ServiceProcess implements AutoCloseable {

    private static final Path PACKAGE = Path.of("target", "quarkus-app");
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final String name;
    private final int port = Ports.free();
    private final int managementPort = Ports.free();
    private final Process process;

    private ServiceProcess(String name, Map<String, String> environment) {
        this.name = name;
        try {
            Files.createDirectories(log().getParent());
            var builder = new ProcessBuilder(
                    java(),
                    "-Xmx256m",
                    "-XX:TieredStopAtLevel=1",
                    "-jar",
                    PACKAGE.resolve("quarkus-run.jar").toString());
            builder.environment().put("QUARKUS_HTTP_HOST", "localhost");
            builder.environment().put("QUARKUS_HTTP_PORT", String.valueOf(port));
            builder.environment().put("QUARKUS_MANAGEMENT_HOST", "localhost");
            builder.environment().put("QUARKUS_MANAGEMENT_PORT", String.valueOf(managementPort));
            builder.environment().putAll(environment);
            process = builder.redirectErrorStream(true)
                    .redirectOutput(Redirect.appendTo(log().toFile()))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Starts a replica; it may not listen yet when this returns.
     *
     * @param name the name of its log
     * @param environment settings such as {@code KAFKA_BOOTSTRAP_SERVERS}; see {@link #environment}
     */
    static ServiceProcess start(String name, Map<String, String> environment) {
        return new ServiceProcess(name, environment);
    }

    /** The settings that production needs. */
    static Map<String, String> environment(String bootstrapServers, String mongoConnectionString, String issuerUrl) {
        return Map.of(
                "KAFKA_BOOTSTRAP_SERVERS", bootstrapServers,
                "QUARKUS_MONGODB_CONNECTION_STRING", mongoConnectionString,
                "QUARKUS_OIDC_AUTH_SERVER_URL", issuerUrl,
                "QUARKUS_OIDC_TOKEN_AUDIENCE", "notification-feed");
    }

    /** The address of a path for callers. */
    String url(String path) {
        return "http://localhost:" + port + path;
    }

    /** The address of a path for operators. */
    String managementUrl(String path) {
        return "http://localhost:" + managementPort + path;
    }

    /** A stream that is opened here. */
    SseReader stream(String token) {
        return SseReader.open(URI.create(url("/api/notifications/stream")), token);
    }

    /** What it says of its dependencies now. */
    Readiness readiness() {
        return Readiness.read(managementUrl("/q/health/ready"));
    }

    /** Waits until its process answers at all. */
    void awaitLive() {
        await("live", () -> Readiness.status(managementUrl("/q/health/live")) == 200);
    }

    /** Waits until everything that it needs is there. */
    void awaitReady() {
        await("ready", () -> Readiness.status(managementUrl("/q/health/ready")) == 200);
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** What it has logged. */
    Path log() {
        return Path.of("target", "journey", name + ".log");
    }

    /** Ends it at once, as a lost node does. */
    void kill() {
        process.destroyForcibly();
        awaitExit();
    }

    /** Asks it to end, as a roll-out does. */
    void askToEnd() {
        process.destroy();
    }

    /** The same, and waits until it has. */
    int terminate() {
        askToEnd();
        awaitExit();
        return process.exitValue();
    }

    @Override
    public void close() {
        kill();
    }

    private void awaitExit() {
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError(name + " does not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void await(String what, Callable<Boolean> condition) {
        Awaitility.await(name + " is " + what + ", log: " + log())
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(200))
                .failFast(name + " has ended, log: " + log(), () -> !process.isAlive())
                .until(condition);
    }

    private static String java() {
        return System.getProperty("java.home") + File.separator + "bin" + File.separator + "java";
    }
}
