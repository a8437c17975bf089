package dev.notificationfeed.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.notificationfeed.fixture.KafkaProbe;
import dev.notificationfeed.fixture.Stack;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.ProducerInterceptor;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Runs against the embedded broker, with topics of its own. */
class TopicWriterTest {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** Several megabytes in flight: Kafka cannot have acknowledged them when the next write begins. */
    private static final int RECORDS = 20;

    private static final byte[] VALUE = new byte[500_000];

    private final String feed = "feed-" + UUID.randomUUID();
    private final String deadLetters = feed + "-dlq";
    private final KafkaProbe kafka = new KafkaProbe(Stack.bootstrapServers());
    private final KafkaClients clients = new KafkaClients(Map.of("bootstrap.servers", Stack.bootstrapServers()));
    private final KafkaAdmin admin = new KafkaAdmin(clients);
    private final Topics topics = new Topics(admin, new Names(feed + "-events", deadLetters, feed));
    private final TopicWriter writer = new TopicWriter(clients, topics);

    @BeforeEach
    void createTopics() throws Exception {
        try (var creating = Admin.create(Map.of("bootstrap.servers", Stack.bootstrapServers()))) {
            creating.createTopics(List.of(new NewTopic(feed, 1, (short) 1), new NewTopic(deadLetters, 1, (short) 1)))
                    .all()
                    .get();
        }
        lookUpTopics();
    }

    @AfterEach
    void close() {
        writer.stop();
        admin.close();
    }

    @Test
    void writesRecordsInTheOrderGiven() {
        done(writer.write(List.of(record(feed, new byte[] {1}), record(feed, new byte[] {2}))));

        assertThat(kafka.everythingOn(feed))
                .extracting(written -> written.value()[0])
                .containsExactly((byte) 1, (byte) 2);
    }

    @Test
    void refusesWriteToTopicThatWasNotFound() {
        assertThatThrownBy(() -> done(writer.write(List.of(record(feed + "-other", VALUE)))))
                .isInstanceOf(KafkaException.class)
                .hasMessage("topic " + feed + "-other does not exist");
    }

    @Test
    void keepsWritesInFlightWhenAnotherTopicIsMissing() {
        done(writer.write(List.of(record(deadLetters, VALUE))));
        kafka.delete(deadLetters);
        lookUpTopics();

        var inFlight = started(writer.write(
                IntStream.range(0, RECORDS).mapToObj(i -> record(feed, VALUE)).toList()));
        var missing = started(writer.write(List.of(record(deadLetters, VALUE))));

        assertThat(missing).failsWithin(PATIENCE);
        assertThat(inFlight).succeedsWithin(PATIENCE);
        assertThat(kafka.everythingOn(feed)).hasSize(RECORDS);
    }

    /** Otherwise it would keep asking for the topic's metadata, and the broker creates topics that clients ask for. */
    @Test
    void closesProducerOfTopicThatIsGone() {
        done(writer.write(List.of(record(feed, VALUE))));
        assertThat(producerThreads()).isEqualTo(1);
        kafka.delete(feed);
        lookUpTopics();

        assertThat(started(writer.write(List.of(record(feed, VALUE))))).failsWithin(PATIENCE);

        await().atMost(PATIENCE).until(() -> producerThreads() == 0);
        assertThat(kafka.topics()).doesNotContain(feed);
    }

    /** A write that never ended would stop the ingest for good. */
    @Test
    void failsAWriteInWhichAnErrorIsThrown() {
        var settings = Map.<String, Object>of(
                "bootstrap.servers", Stack.bootstrapServers(), "interceptor.classes", Faulty.class.getName());
        var faulty = new TopicWriter(new KafkaClients(settings), topics);
        try {
            assertThat(started(faulty.write(List.of(record(feed, VALUE), record(feed, VALUE)))))
                    .failsWithin(PATIENCE)
                    .withThrowableThat()
                    .withCauseInstanceOf(NoClassDefFoundError.class);
        } finally {
            faulty.stop();
        }
    }

    private long producerThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("kafka-producer-network-thread")
                        && thread.getName().endsWith(feed))
                .count();
    }

    private void lookUpTopics() {
        done(topics.check());
    }

    private static ProducerRecord<byte[], byte[]> record(String topic, byte[] value) {
        return new ProducerRecord<>(topic, value);
    }

    private static <T> CompletableFuture<T> started(Uni<T> work) {
        return work.subscribeAsCompletionStage();
    }

    private static <T> T done(Uni<T> work) {
        return work.await().atMost(PATIENCE);
    }

    /** Throws what a missing or broken class would. */
    public static final class Faulty implements ProducerInterceptor<byte[], byte[]> {

        @Override
        public ProducerRecord<byte[], byte[]> onSend(ProducerRecord<byte[], byte[]> sent) {
            throw new NoClassDefFoundError("a fault");
        }

        @Override
        public void onAcknowledgement(RecordMetadata written, Exception failure) {
            // Not needed.
        }

        @Override
        public void close() {
            // Nothing is open.
        }

        @Override
        public void configure(Map<String, ?> settings) {
            // There is nothing to set.
        }
    }

    private record Names(String events, String deadLetters, String feed) implements TopicsConfig {}
}
