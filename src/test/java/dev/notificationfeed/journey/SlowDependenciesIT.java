package dev.notificationfeed.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.notificationfeed.devstack.EmbeddedKafka;
import dev.notificationfeed.devstack.ExtraListener;
import dev.notificationfeed.devstack.Ports;
import dev.notificationfeed.fixture.SseReader;
import dev.notificationfeed.fixture.TcpProxy;
import dev.notificationfeed.journey.Load.Answer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One replica under load whose dependencies respond late, never, or only sometimes. */
@TestInstance(Lifecycle.PER_CLASS)
class SlowDependenciesIT {

    private static final String NAME = "slow-dependencies";
    private static final Duration FAULT_DURATION = Duration.ofSeconds(8);

    /** A consumer group waits for a member whose join was interrupted until its session times out. */
    private static final Duration READY_AGAIN = Duration.ofSeconds(30);

    private static final Duration GOES_ON = Duration.ofSeconds(10);
    private static final long PROBE_MILLIS = 2000;
    private static final double HEAP_MAY_GROW_MIB = 30;
    private static final int THREADS_MAY_GROW = 30;

    private Backend backend;
    private TcpProxy kafka;
    private TcpProxy mongo;
    private ServiceProcess service;

    /** A fault and how to cause it. */
    private record Fault(String name, Consumer<SlowDependenciesIT> begin) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Fault> troubles() {
        return Stream.of(
                new Fault("both 1 s late", it -> it.delayAnswers(Duration.ofSeconds(1))),
                new Fault("mongo 5 s late", it -> it.mongo.delayAnswers(Duration.ofSeconds(5))),
                new Fault("mongo hangs", it -> it.mongo.hang()),
                new Fault("mongo connections lost", it -> it.mongo.loseConnections()),
                new Fault("kafka 5 s late", it -> it.kafka.delayAnswers(Duration.ofSeconds(5))),
                new Fault("kafka hangs", it -> it.kafka.hang()),
                new Fault("kafka connections lost", it -> it.kafka.loseConnections()));
    }

    @BeforeAll
    void startEverything(@TempDir Path data) throws IOException {
        Files.deleteIfExists(Path.of("target", "journey", NAME + ".log"));
        int brokerPort = Ports.free();
        kafka = TcpProxy.to(brokerPort);
        var broker = new EmbeddedKafka(data.resolve("kafka"), Ports.free())
                .with(ExtraListener.proxied(brokerPort, kafka.port()));
        backend = Backend.start(broker);
        mongo = TcpProxy.to(URI.create(backend.mongo().address()).getPort());
        var environment = new HashMap<>(ServiceProcess.environment(
                "localhost:" + kafka.port(),
                "mongodb://localhost:" + mongo.port(),
                backend.issuer().address()));
        environment.put("NOTIFICATIONS_STREAM_HEARTBEAT", "1s");
        service = ServiceProcess.start(NAME, environment);
        service.awaitReady();
    }

    @AfterAll
    void stopEverything() {
        service.close();
        mongo.close();
        kafka.close();
        backend.close();
    }

    @AfterEach
    void endFaultAndClearStore() {
        endFault();
        service.awaitReady();
        backend.documents().clear();
    }

    private void endFault() {
        mongo.pass();
        kafka.pass();
    }

    @ParameterizedTest
    @Tag(Scale.TAG)
    @Tag(Scale.LONG_ONLY)
    @MethodSource("troubles")
    void losesNothingWhenDependenciesRespondLateOrNever(Fault fault) {
        losesNothingIn(fault);
    }

    @Test
    void losesNothingWhenDependenciesFailEveryOtherCall() {
        losesNothingIn(new Fault("every other answer cut", it -> {
            it.mongo.cutEveryOtherAnswer();
            it.kafka.cutEveryOtherAnswer();
        }));
    }

    private void delayAnswers(Duration time) {
        mongo.delayAnswers(time);
        kafka.delayAnswers(time);
    }

    private void losesNothingIn(Fault fault) {
        var name = fault.name().replace(' ', '-');
        try (var load = new Load(name, backend, service);
                var stream = service.stream(backend.token(name))) {
            stream.awaitEvent("ready");

            assertStableDuring(fault, stream);
            endFault();
            awaitEventsTakenAgain();

            load.stop();
            new LoadVerification(backend, load).verifyAll();
            var answers = load.takeAnswers();
            assertThat(answers).extracting(Answer::status).isSubsetOf(200, 503);
            assertThat(answers.stream().filter(Answer::isAtOnce).count()).isGreaterThan(answers.size() * 9L / 10);
            assertThat(load.followers().values())
                    .allSatisfy(follower -> assertThat(follower.opened()).isEqualTo(1));
        }
    }

    /** Probes respond, streams get heartbeats, and no queue grows. */
    private void assertStableDuring(Fault fault, SseReader stream) {
        var heap = service.heapInUse();
        var threads = threads();
        long beats = heartbeats(stream);
        fault.begin().accept(this);

        long end = System.nanoTime() + FAULT_DURATION.toNanos();
        await().atMost(FAULT_DURATION.multipliedBy(2)).until(() -> {
            assertProbesAnswer();
            return System.nanoTime() > end;
        });

        assertThat(heartbeats(stream) - beats).isGreaterThanOrEqualTo(FAULT_DURATION.toSeconds() / 2);
        assertThat(service.heapInUse()).isLessThan(heap + HEAP_MAY_GROW_MIB);
        assertThat(threads()).isLessThan(threads + THREADS_MAY_GROW);
    }

    private void awaitEventsTakenAgain() {
        await().atMost(READY_AGAIN).until(() -> service.readiness().status() == 200);
        var before = stored();
        await().atMost(GOES_ON).until(() -> stored() > before);
    }

    private void assertProbesAnswer() {
        long start = System.nanoTime();
        assertThat(Readiness.status(service.managementUrl("/q/health/live"))).isEqualTo(200);
        assertThat(Readiness.status(service.managementUrl("/q/health/ready"))).isIn(200, 503);
        assertThat(Duration.ofNanos(System.nanoTime() - start).toMillis()).isLessThan(PROBE_MILLIS);
    }

    private double stored() {
        return service.metric("notifications_events_total", "outcome=\"stored\"");
    }

    private double threads() {
        return service.metric("jvm_threads_live_threads");
    }

    private static long heartbeats(SseReader stream) {
        return stream.frames().stream().filter(frame -> frame.comment() != null).count();
    }
}
