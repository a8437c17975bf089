package dev.notificationfeed.bench;

import dev.notificationfeed.devstack.Ports;
import dev.notificationfeed.fixture.Command;
import dev.notificationfeed.fixture.Metrics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The packaged application, run as in production. */
final class Replica implements AutoCloseable {

    static final String STREAMS = "/api/notifications/stream";

    static final Path PACKAGE = Path.of("target", "quarkus-app", "quarkus-run.jar");

    private final int port = Ports.free();
    private final int managementPort = Ports.free();
    private final MeasuredProcess process;
    private final Duration readyAfter;

    private Replica(Map<String, String> environment, List<String> jvmOptions) {
        var settings = new HashMap<>(environment);
        settings.put("QUARKUS_HTTP_HOST", "127.0.0.1");
        settings.put("QUARKUS_HTTP_PORT", String.valueOf(port));
        settings.put("QUARKUS_MANAGEMENT_HOST", "127.0.0.1");
        settings.put("QUARKUS_MANAGEMENT_PORT", String.valueOf(managementPort));
        var words = new ArrayList<String>();
        words.add(Command.jdk("java"));
        words.addAll(jvmOptions);
        words.addAll(List.of("-jar", PACKAGE.toString()));
        process = MeasuredProcess.start("replica", settings, words);
        readyAfter = process.awaitAnswer(management("/q/health/ready"));
    }

    /** Starts a replica and waits until it is ready. */
    static Replica start(Map<String, String> environment, List<String> jvmOptions) {
        return new Replica(environment, jvmOptions);
    }

    private URI management(String path) {
        return URI.create("http://127.0.0.1:" + managementPort + path);
    }

    /** The time from process start to ready. */
    Duration readyAfter() {
        return readyAfter;
    }

    MeasuredProcess process() {
        return process;
    }

    /** The address of the HTTP port. */
    InetSocketAddress address() {
        return new InetSocketAddress("127.0.0.1", port);
    }

    /** The sum of all series of a metric whose tags contain the text. */
    double metric(String name, String tag) {
        try (var body = management("/q/metrics").toURL().openStream()) {
            return Metrics.sum(new String(body.readAllBytes(), StandardCharsets.UTF_8), name, tag);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.close();
    }
}
