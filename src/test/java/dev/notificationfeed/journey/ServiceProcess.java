package dev.notificationfeed.journey;

import dev.notificationfeed.devstack.ClassArchive;
import dev.notificationfeed.devstack.Ports;
import dev.notificationfeed.fixture.ChildProcess;
import dev.notificationfeed.fixture.Command;
import dev.notificationfeed.fixture.Metrics;
import dev.notificationfeed.fixture.SseReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;

/** One replica: the packaged application, run as in production. Its log is in {@code target/journey}. */
final class ServiceProcess implements AutoCloseable {

    private static final Path PACKAGE = Path.of("target", "quarkus-app");
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final String name;
    private final int port = Ports.free();
    private final int managementPort = Ports.free();
    private final Command command;
    private volatile ChildProcess process;

    private ServiceProcess(String name, Path application, Map<String, String> environment, List<String> jvmOptions) {
        this.name = name;
        command = command(application, jvmOptions)
                .set(Map.of(
                        "QUARKUS_HTTP_HOST",
                        "localhost",
                        "QUARKUS_HTTP_PORT",
                        String.valueOf(port),
                        "QUARKUS_MANAGEMENT_HOST",
                        "localhost",
                        "QUARKUS_MANAGEMENT_PORT",
                        String.valueOf(managementPort)))
                .set(environment);
        startAgain();
    }

    private Command command(Path application, List<String> jvmOptions) {
        var words = new ArrayList<>(List.of(Command.jdk("java")));
        words.addAll(ClassArchive.jvmOptions());
        words.addAll(jvmOptions);
        words.addAll(List.of("-jar", application.resolve("quarkus-run.jar").toString()));
        return Command.of(words).appendTo(logFile());
    }

    /**
     * Starts a replica; it may not listen yet when this returns.
     *
     * @param name the name of its log
     * @param environment settings such as {@code KAFKA_BOOTSTRAP_SERVERS}; see {@link #environment}
     * @param jvmOptions options of the JVM beside the usual ones; a later one wins
     */
    static ServiceProcess start(String name, Map<String, String> environment, String... jvmOptions) {
        return new ServiceProcess(name, PACKAGE, environment, List.of(jvmOptions));
    }

    /** The same of another package, given by its folder {@code quarkus-app}. */
    static ServiceProcess startFrom(Path application, String name, Map<String, String> environment) {
        return new ServiceProcess(name, application, environment, List.of());
    }

    /** Starts it again on the same ports, after it has ended. */
    void startAgain() {
        process = command.start();
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

    /** Where its streams are. */
    URI streams() {
        return URI.create(url("/api/notifications/stream"));
    }

    /** A stream that is opened here. */
    SseReader stream(String token) {
        return SseReader.open(streams(), token);
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

    /** The sum of a metric over its tags, and over those only that hold the text if one is given. */
    double metric(String name, String... tags) {
        return Metrics.sum(Readiness.body(managementUrl("/q/metrics")), name, tags);
    }

    /** What its heap holds once everything is collected that nobody needs, in MiB. */
    double heapInUse() {
        Command.of(Command.jdk("jcmd"), String.valueOf(process.pid()), "GC.run").run(PATIENCE);
        return metric("jvm_memory_used_bytes", "area=\"heap\"") / (1 << 20);
    }

    /** What it has logged. */
    Path log() {
        return logOf(name);
    }

    /** The same for one of that name, also before it is started: runs before this one have written to it too. */
    static Path logOf(String name) {
        return Path.of("target", "journey", name + ".log");
    }

    private Path logFile() {
        try {
            Files.createDirectories(log().getParent());
            return log();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends it at once, as a lost node does. */
    void kill() {
        process.close();
    }

    /** Stops it where it is, as a node does that has no time for it; it goes on after {@link #thaw}. */
    void freeze() {
        process.signal("STOP");
    }

    void thaw() {
        process.signal("CONT");
    }

    /** Asks it to end, as a roll-out does. */
    void askToEnd() {
        process.terminate();
    }

    /** The same, and waits until it has. */
    int terminate() {
        askToEnd();
        return process.awaitExit(PATIENCE);
    }

    @Override
    public void close() {
        kill();
    }

    private void await(String what, Callable<Boolean> condition) {
        Awaitility.await(name + " is " + what + ", log: " + log())
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(200))
                .failFast(name + " has ended, log: " + log(), () -> !process.isAlive())
                .until(condition);
    }
}
