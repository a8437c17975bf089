package dev.notificationfeed.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.notificationfeed.fixture.Events;
import dev.notificationfeed.fixture.KafkaProbe;
import dev.notificationfeed.fixture.Stack;
import dev.notificationfeed.notification.Recipient;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Uses a real broker and topics of its own. */
class DeadLetterReplayTest {

    private static final byte[] VALUE = {'{', (byte) 0xFF, 0};

    private final String events = "events-" + UUID.randomUUID();
    private final String deadLetters = events + "-dlq";
    private final KafkaProbe kafka = new KafkaProbe(Stack.bootstrapServers());
    private final List<String> lines = new ArrayList<>();
    private final Set<String> erased = new HashSet<>();

    @BeforeEach
    void createTopics() throws Exception {
        try (var admin = Admin.create(Map.of("bootstrap.servers", Stack.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic(events, 1, (short) 1), new NewTopic(deadLetters, 2, (short) 1)))
                    .all()
                    .get();
        }
    }

    @Test
    void sendsRecordAsTheProducerSentIt() {
        var letter = letter(0, "anna", VALUE, "not-json");
        letter.headers().add("traceparent", bytes("00-1-2-01")).add("ce_id", bytes("a"));
        letter.headers().add("dead-letter-timestamp", bytes("1757458680000"));
        kafka.put(letter);

        replay("--send");

        assertThat(kafka.everythingOn(events)).singleElement().satisfies(record -> {
            assertThat(record.key()).isEqualTo(bytes("anna"));
            assertThat(record.value()).isEqualTo(VALUE);
            assertThat(record.headers())
                    .extracting(Header::key)
                    .containsExactly("traceparent", "ce_id", "dead-letter-timestamp");
            assertThat(record.headers().lastHeader("dead-letter-timestamp").value())
                    .isEqualTo(bytes("1757458680000"));
        });
        assertThat(lines)
                .containsExactly(
                        "sent partition=0 offset=0 reason=not-json detail=\"the rule\"",
                        "sent=1 skipped=0",
                        "to continue from here: --from=0:1 --from=1:0");
    }

    /** An older version of the service has written it. */
    @Test
    void sendsRecordWithoutFirstTimestampWithTheTimeOfItsDeadLetter() {
        long deadLetteredAt = kafka.put(letter(0, "anna", VALUE, "not-json")).timestamp();

        replay("--send");

        assertThat(kafka.everythingOn(events)
                        .get(0)
                        .headers()
                        .lastHeader("dead-letter-timestamp")
                        .value())
                .isEqualTo(bytes(String.valueOf(deadLetteredAt)));
    }

    @Test
    void listsRecordsAndSendsNothingWithoutSend() {
        kafka.put(letter(0, "anna", VALUE, "not-json"));

        replay();

        assertThat(kafka.everythingOn(events)).isEmpty();
        assertThat(lines)
                .startsWith(
                        "would be sent partition=0 offset=0 reason=not-json detail=\"the rule\"",
                        "would-be-sent=1 skipped=0");
    }

    @Test
    void sendsOnlyRecordsWithTheRequestedReason() {
        kafka.put(letter(0, "anna", VALUE, "not-json"));
        kafka.put(letter(0, "ben", VALUE, "unknown-notification"));

        replay("--send", "--reason=unknown-notification");

        assertThat(keysOn(events)).containsExactly("ben");
    }

    @Test
    void skipsAndListsRecordsThatCannotBeReplayed() {
        var omitted = letter(0, "anna", null, "too-large");
        omitted.headers().add("dead-letter-value-omitted", bytes("70000"));
        kafka.put(omitted);
        kafka.put(new ProducerRecord<>(deadLetters, 0, bytes("ben"), VALUE));

        replay("--send");

        assertThat(kafka.everythingOn(events)).isEmpty();
        assertThat(lines)
                .startsWith(
                        "skipped partition=0 offset=0: its value was omitted",
                        "skipped partition=0 offset=1: it is not a dead letter",
                        "sent=0 skipped=2");
    }

    /** By the event; by the key if the event cannot be read. */
    @Test
    void skipsRecordsWhoseRecipientWasErasedSince() {
        erased.addAll(List.of("anna", "ben"));
        Stream.of(
                        letter(0, "any key", Events.inApp("anna", "a").bytes(), "store-refused"),
                        letter(0, "ben", VALUE, "not-json"),
                        letter(0, "cleo", VALUE, "not-json"))
                .forEach(letter -> {
                    letter.headers().add("dead-letter-timestamp", bytes("1757458680000"));
                    kafka.put(letter);
                });

        replay("--send");

        assertThat(keysOn(events)).containsExactly("cleo");
        assertThat(lines)
                .startsWith(
                        "skipped partition=0 offset=0: its recipient was erased",
                        "skipped partition=0 offset=1: its recipient was erased");
    }

    @Test
    void continuesAtTheOffsetsThatThePreviousRunPrinted() {
        Stream.of("anna", "ben", "cleo").forEach(key -> kafka.put(letter(0, key, VALUE, "not-json")));
        kafka.put(letter(1, "dan", VALUE, "not-json"));

        replay("--send", "--limit=2", "--from=0:1");
        assertThat(keysOn(events)).containsExactly("ben", "cleo");
        assertThat(lines).last().isEqualTo("to continue from here: --from=0:3");

        replay("--send", "--from=0:3", "--from=1:0");
        assertThat(keysOn(events)).containsExactly("ben", "cleo", "dan");
    }

    /** The same topic twice: each record that is sent becomes a dead letter at once. */
    @Test
    void readsOnlyRecordsThatExistAtTheStart() {
        kafka.put(letter(0, "anna", VALUE, "not-json"));
        kafka.put(letter(1, "ben", VALUE, "not-json"));

        replayBetween(deadLetters, deadLetters, "--send");

        assertThat(keysOn(deadLetters)).hasSize(4);
        assertThat(lines).contains("sent=2 skipped=0");
    }

    @Test
    void createsNoMissingTopic() {
        assertThatThrownBy(() -> replayBetween(deadLetters, events + "-missing", "--send"))
                .isInstanceOf(KafkaException.class)
                .hasMessageContaining("does not exist");

        assertThat(kafka.topics()).doesNotContain(events + "-missing");
    }

    private void replay(String... arguments) {
        replayBetween(deadLetters, events, arguments);
    }

    private void replayBetween(String from, String to, String... arguments) {
        Map<String, Object> cluster = Map.of("bootstrap.servers", Stack.bootstrapServers());
        try (var consumer = new KafkaConsumer<byte[], byte[]>(ReplayDeadLetters.consumerSettings(cluster));
                var producer = new KafkaProducer<byte[], byte[]>(ReplayDeadLetters.producerSettings(cluster))) {
            new DeadLetterReplay(
                            consumer,
                            producer,
                            ReplayOptions.parse(arguments),
                            new ErasedLetters(this::isErased),
                            lines::add,
                            Duration.ofSeconds(60))
                    .run(from, to);
        }
    }

    private boolean isErased(Recipient recipient, Instant published) {
        return erased.contains(recipient.value()) && published.equals(Instant.ofEpochMilli(1757458680000L));
    }

    private List<String> keysOn(String topic) {
        return kafka.everythingOn(topic).stream()
                .map(ConsumerRecord::key)
                .map(key -> new String(key, UTF_8))
                .toList();
    }

    private ProducerRecord<byte[], byte[]> letter(int partition, String key, byte[] value, String reason) {
        var letter = new ProducerRecord<>(deadLetters, partition, bytes(key), value);
        letter.headers()
                .add("dead-letter-reason", bytes(reason))
                .add("dead-letter-detail", bytes("the rule"))
                .add("dead-letter-topic", bytes(events))
                .add("dead-letter-partition", bytes("0"))
                .add("dead-letter-offset", bytes("17"));
        return letter;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
