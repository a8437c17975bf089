package dev.notificationfeed.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.notificationfeed.fixture.KafkaProbe;
import dev.notificationfeed.fixture.Stack;
import dev.notificationfeed.kafka.KafkaClients;
import dev.notificationfeed.kafka.TestClients;
import dev.notificationfeed.kafka.TopicFacts;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against the embedded broker, with a topic and a group of its own. */
class ConsumerLoopTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final KafkaClients GOOD = TestClients.of(Map.of());

    private final String topic = "events-" + UUID.randomUUID();
    private final KafkaProbe kafka = new KafkaProbe(Stack.bootstrapServers());
    private final List<Polled> taken = new CopyOnWriteArrayList<>();
    private final ConsumerOutage outage = new ConsumerOutage(IngestSettings.of(Map.of("retry-max", "300ms")));
    private final Queue<Throwable> failures = new ArrayDeque<>();
    private final Queue<Error> faultsOfClosing = new ArrayDeque<>();
    private volatile TopicFacts facts = facts();
    private volatile KafkaClients clients = GOOD;
    private volatile Uni<Void> room = Uni.createFrom().voidItem();
    private final ConsumerLoop loop = new ConsumerLoop(() -> facts, this::join, this::take, outage);
    private final Thread thread = new Thread(loop);

    @BeforeEach
    void createTopic() {
        kafka.create(topic, 1);
    }

    @AfterEach
    void stop() throws InterruptedException {
        loop.stop();
        thread.join(PATIENCE.toMillis());
        assertThat(thread.isAlive()).isFalse();
        kafka.delete(topic);
    }

    @Test
    void makesAnotherConsumerUntilTheNameOfABrokerResolves() {
        clients = TestClients.of(Map.of("bootstrap.servers", "no-such-host.invalid:9092"));
        thread.start();
        await().atMost(PATIENCE).until(() -> outage.reason() != null);
        assertThat(outage.reason()).contains("bootstrap");

        clients = GOOD;

        assertTakes(0);
        assertThat(outage.reason()).isNull();
    }

    @Test
    void makesAnotherConsumerAfterAFaultOfTheService() {
        failures.add(new IllegalStateException("a fault"));
        failures.add(new NoClassDefFoundError("a fault"));
        thread.start();

        assertTakes(0, 0, 0);
    }

    @Test
    void makesAnotherConsumerAlsoIfTheLastOneDoesNotCloseCleanly() {
        failures.add(new IllegalStateException("a fault"));
        faultsOfClosing.add(new NoClassDefFoundError("a fault"));
        thread.start();

        assertTakes(0, 0);
    }

    @Test
    void makesAnotherConsumerAfterAnInterrupt() {
        thread.start();
        assertTakes(0);

        thread.interrupt();

        await().atMost(PATIENCE).until(() -> outage.reason() != null);
        await().atMost(PATIENCE).until(() -> taken.size() == 2);
    }

    @Test
    void readsARecreatedTopicFromItsBeginning() {
        thread.start();
        assertTakes(0);
        kafka.delete(topic);
        kafka.create(topic, 1);
        kafka.put(topic, new byte[] {1});
        kafka.put(topic, new byte[] {2});

        facts = facts();

        await().atMost(PATIENCE).until(() -> offsets().size() >= 3);
        assertThat(offsets()).containsSubsequence(0L, 0L, 1L);
    }

    /** The pipeline has no room for two poll intervals; then everything is there, and nothing twice. */
    @Test
    void staysInTheGroupWhileThePipelineIsFull() {
        clients = TestClients.of(Map.of("max.poll.interval.ms", 1_000));
        CompletableFuture<Void> full = new CompletableFuture<>();
        room = Uni.createFrom().completionStage(full);
        thread.start();
        assertTakes(0);
        var member = kafka.members(topic);
        kafka.put(topic, new byte[] {2});

        await().during(Duration.ofSeconds(2)).atMost(PATIENCE).until(() -> taken.size() == 1);
        assertThat(kafka.members(topic)).isEqualTo(member);
        full.complete(null);

        await().atMost(PATIENCE).until(() -> taken.size() == 2);
        assertThat(offsets()).containsExactly(0L, 1L);
    }

    private void assertTakes(long... offsets) {
        kafka.put(topic, new byte[] {1});
        await().atMost(PATIENCE).until(() -> taken.size() >= offsets.length);
        assertThat(offsets())
                .containsExactlyElementsOf(Arrays.stream(offsets).boxed().toList());
    }

    private List<Long> offsets() {
        return taken.stream()
                .flatMap(batch -> batch.records().stream())
                .map(record -> record.offset())
                .toList();
    }

    private Uni<Void> take(Polled polled) {
        taken.add(polled);
        Throwable failure = failures.poll();
        return failure == null ? room : Uni.createFrom().failure(failure);
    }

    private GroupMember join(String name, boolean fromBeginning) {
        return new GroupMember(clients.groupMember(name), name, fromBeginning, events -> {}, this::closing);
    }

    private void closing() {
        Error fault = faultsOfClosing.poll();
        if (fault != null) {
            throw fault;
        }
    }

    private TopicFacts facts() {
        return new TopicFacts(topic, Uuid.randomUuid(), 1, List.of());
    }
}
