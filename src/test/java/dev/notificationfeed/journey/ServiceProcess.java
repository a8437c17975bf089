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

    private ServiceProcess(String name, Map<String, String> environment, List<String> jvmOptions, List<String> run) {
        this.name = name;
        command = command(jvmOptions, run)
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

    private Command command(List<String> jvmOptions, List<String> run) {
        var words = new ArrayList<>(List.of(Command.jdk("java")));
        words.addAll(ClassArchive.jvmOptions());
        words.addAll(jvmOptions);
        words.addAll(run);
        return Command.of(words).appendTo(logFile());
    }

    /**
     * Starts a replica, without waiting until it listens.
     *
     * @param name the name of its log
     * @param environment settings such as {@code KAFKA_BOOTSTRAP_SERVERS}; see {@link #environment}
     * @param jvmOptions additional JVM options; the last one wins
     */
    static ServiceProcess start(String name, Map<String, String> environment, String... jvmOptions) {
        return new ServiceProcess(name, environment, List.of(jvmOptions), jar(PACKAGE));
    }

    /** Starts a replica whose clock differs by that time from the machine's. */
    static ServiceProcess startWithClock(Duration offset, String name, Map<String, String> environment) {
        return new ServiceProcess(name, environment, List.of(), WrongClock.words(runner(PACKAGE), offset));
    }

    /** Starts a replica from another package, given by its folder {@code quarkus-app}. */
    static ServiceProcess startFrom(Path application, String name, Map<String, String> environment) {
        return new ServiceProcess(name, environment, List.of(), jar(application));
    }

    private static List<String> jar(Path application) {
        return List.of("-jar", runner(application).toString());
    }

    private static Path runner(Path application) {
        return application.resolve("quarkus-run.jar");
    }

    /** Restarts the ended replica on the same ports. */
    void startAgain() {
        process = command.start();
    }

    /** The required settings in production. */
    static Map<String, String> environment(String bootstrapServers, String mongoConnectionString, String issuerUrl) {
        return Map.of(
                "KAFKA_BOOTSTRAP_SERVERS",
                bootstrapServers,
                "QUARKUS_MONGODB_CONNECTION_STRING",
                mongoConnectionString,
                "QUARKUS_OIDC_AUTH_SERVER_URL",
                issuerUrl,
                "QUARKUS_OIDC_TOKEN_AUDIENCE",
                "notification-feed",
                "NOTIFICATIONS_INGEST_EARLY_CHANGES_KEPT",
                "1s",
                // The events of tests have fixed times, some of them long ago.
                "NOTIFICATIONS_RETENTION",
                "1000000d",
                "NOTIFICATIONS_FEED_RETENTION_END_INTERVAL",
                Backend.SCANS_EVERY.toSeconds() + "s");
    }

    /** The URL of a path on the HTTP port. */
    String url(String path) {
        return "http://localhost:" + port + path;
    }

    /** The URL of a path on the management port. */
    String managementUrl(String path) {
        return "http://localhost:" + managementPort + path;
    }

    /** The URL of the stream. */
    URI streams() {
        return URI.create(url("/api/notifications/stream"));
    }

    /** Opens a stream. */
    SseReader stream(String token) {
        return SseReader.open(streams(), token);
    }

    /** The current response of the readiness probe. */
    Readiness readiness() {
        return Readiness.read(managementUrl("/q/health/ready"));
    }

    /** Waits until the liveness probe is UP. */
    void awaitLive() {
        await("live", () -> Readiness.status(managementUrl("/q/health/live")) == 200);
    }

    /** Waits until the readiness probe is UP. */
    void awaitReady() {
        await("ready", () -> Readiness.status(managementUrl("/q/health/ready")) == 200);
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** The sum of a metric over all series that contain all the given tags, e.g. {@code area="heap"}. */
    double metric(String name, String... tags) {
        return Metrics.sum(Readiness.body(managementUrl("/q/metrics")), name, tags);
    }

    /** The used heap after a garbage collection, in MiB. */
    double heapInUse() {
        Command.of(Command.jdk("jcmd"), String.valueOf(process.pid()), "GC.run").run(PATIENCE);
        return metric("jvm_memory_used_bytes", "area=\"heap\"") / (1 << 20);
    }

    /** The log file. */
    Path log() {
        return logOf(name);
    }

    /** The log file of a replica with a name, also before its start; earlier runs have appended to it too. */
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

    /** Kills the replica (SIGKILL), as if its node was lost. */
    void kill() {
        process.close();
    }

    /** Suspends the replica (SIGSTOP), as on an overloaded node; {@link #thaw} resumes it. */
    void freeze() {
        process.signal("STOP");
    }

    void thaw() {
        process.signal("CONT");
    }

    /** Requests the shutdown of the replica (SIGTERM), as a rollout does. */
    void askToEnd() {
        process.terminate();
    }

    /** Shuts the replica down; returns its exit code. */
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
