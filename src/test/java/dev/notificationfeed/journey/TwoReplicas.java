package dev.notificationfeed.journey;

import static org.awaitility.Awaitility.await;

import dev.notificationfeed.devstack.EmbeddedKafka;
import dev.notificationfeed.devstack.Ports;
import dev.notificationfeed.fixture.Upstream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Two replicas with their own backend, and an upstream service that publishes events. */
final class TwoReplicas implements AutoCloseable {

    private static final Duration CAUGHT_UP = Duration.ofSeconds(60);

    private final Backend backend;
    private final ServiceProcess one;
    private final ServiceProcess other;
    private final Upstream upstream;

    private TwoReplicas(Backend backend, String name) {
        this.backend = backend;
        this.upstream = new Upstream(backend.kafka().address());
        this.one = ServiceProcess.start(name + "-one", backend.environment());
        this.other = ServiceProcess.start(name + "-other", backend.environment());
    }

    /** Starts both replicas and waits until they are ready. */
    static TwoReplicas start(Path data, String name) {
        return start(new EmbeddedKafka(data.resolve("kafka"), Ports.free()), name);
    }

    /** Also starts the given broker. */
    static TwoReplicas start(EmbeddedKafka kafka, String name) {
        var replicas = new TwoReplicas(Backend.start(kafka), name);
        replicas.one.awaitReady();
        replicas.other.awaitReady();
        return replicas;
    }

    Backend backend() {
        return backend;
    }

    ServiceProcess one() {
        return one;
    }

    ServiceProcess other() {
        return other;
    }

    List<ServiceProcess> both() {
        return List.of(one, other);
    }

    Upstream upstream() {
        return upstream;
    }

    /** Waits until all events sent so far are processed. */
    void awaitIngested() {
        upstream.flush();
        await().atMost(CAUGHT_UP)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> backend.records().lagOf("notification-feed", Backend.EVENTS) == 0);
    }

    @Override
    public void close() {
        upstream.close();
        one.close();
        other.close();
        backend.close();
    }
}
