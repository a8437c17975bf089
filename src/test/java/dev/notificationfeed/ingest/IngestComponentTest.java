package dev.notificationfeed.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.notificationfeed.fixture.Events;
import dev.notificationfeed.fixture.KafkaProbe;
import dev.notificationfeed.fixture.Stack;
import dev.notificationfeed.notification.Notification;
import dev.notificationfeed.notification.NotificationId;
import dev.notificationfeed.notification.Recipient;
import dev.notificationfeed.notification.Status;
import dev.notificationfeed.store.ListQuery;
import dev.notificationfeed.store.Message;
import dev.notificationfeed.store.NotificationStore;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The contract's samples through a real broker and the store. */
@QuarkusTest
class IngestComponentTest {

    private static final String EVENTS = "notification-events";
    private static final String DEAD_LETTERS = "notification-events-dlq";
    private static final Recipient TRAINEE = new Recipient("47165");
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final KafkaProbe kafka = new KafkaProbe(Stack.bootstrapServers());

    @Inject
    NotificationStore store;

    private String key;

    @BeforeEach
    void createKey() {
        key = UUID.randomUUID().toString();
    }

    @ParameterizedTest
    @MethodSource("good")
    void appliesGoodSample(String sample) throws IOException {
        JsonNode event = JSON.readTree(Events.contract("good/" + sample));
        givenItemToChange(sample);

        put(Events.contract("good/" + sample));

        awaitEffect(sample, event);
    }

    static Stream<String> good() {
        return Events.contractSamples("good");
    }

    private void givenItemToChange(String sample) throws IOException {
        if (sample.equals("withdrawn")) {
            put(Events.contract("good/created-in-app"));
            awaitEffect("created-in-app", JSON.readTree(Events.contract("good/created-in-app")));
        } else if (sample.startsWith("status-changed")) {
            put(Events.contract("good/created-email"));
        }
    }

    private void awaitEffect(String sample, JsonNode event) {
        switch (sample) {
            case "withdrawn" -> await().atMost(SOON).until(() -> find("/tis/placements", "pl-2719224-info") == null);
            case "status-changed-email-failed" ->
                await().atMost(SOON).untilAsserted(() -> {
                    Notification changed = find("/tis/mailer", "em-1001");
                    assertThat(changed.status()).isEqualTo(Status.FAILED);
                    assertThat(changed.statusDetail()).isEqualTo("Bounce: Permanent");
                });
            case "created-scheduled" -> await().atMost(SOON).until(() -> isScheduled(event));
            default ->
                await().atMost(SOON)
                        .untilAsserted(() -> assertThat(find(event))
                                .isNotNull()
                                .returns(event.at("/data/subjectText").textValue(), Notification::subjectText));
        }
    }

    @Test
    void hidesScheduledItem() {
        put(Events.contract("good/created-scheduled"));
        awaitHandled();

        assertThat(find("/tis/placements", "sched-1")).isNull();
    }

    @Test
    void hidesItemThatWasWithdrawnBeforeItCame() {
        String id = UUID.randomUUID().toString();
        put(Events.withdrawn("47165", id + "-end", id).bytes());
        put(Events.inApp("47165", id).bytes());
        awaitHandled();

        assertThat(find(Events.SOURCE, id)).isNull();
    }

    @Test
    void sanitisesContentBeforeItIsStored() {
        put(Events.contract("good/created-hostile-html"));
        awaitHandled();

        Message message = store.message(TRAINEE, NotificationId.derivedFrom("/tis/placements", "xss-1"))
                .await()
                .atMost(SOON);
        assertThat(message.content())
                .contains("Hello", "https://example.org", "noopener")
                .doesNotContainIgnoringCase("script")
                .doesNotContain("onclick", "iframe");
    }

    @ParameterizedTest
    @MethodSource("bad")
    void deadLettersBadSampleUnchangedWithItsReason(String sample) throws IOException {
        byte[] value = Events.contract("bad/" + sample);
        String reason = JSON.readTree(Events.contract("dead-letter-reasons"))
                .get(sample)
                .textValue();

        put(value);
        String after = UUID.randomUUID().toString();
        put(Events.inApp("47165", after).bytes());

        ConsumerRecord<byte[], byte[]> letter = awaitDeadLetter();
        assertThat(letter.value()).isEqualTo(value);
        assertThat(header(letter, "dead-letter-reason")).isEqualTo(reason);
        assertThat(header(letter, "dead-letter-detail")).isNotBlank();
        await().atMost(SOON).until(() -> find(Events.SOURCE, after) != null);
    }

    static Stream<String> bad() {
        return Events.contractSamples("bad");
    }

    @ParameterizedTest
    @MethodSource("unreadable")
    void deadLettersUnreadableValue(byte[] value, String reason) {
        put(value);

        ConsumerRecord<byte[], byte[]> letter = awaitDeadLetter();
        assertThat(letter.value()).isEqualTo(value);
        assertThat(header(letter, "dead-letter-reason")).isEqualTo(reason);
    }

    static Stream<Arguments> unreadable() {
        byte[] large = new byte[1_000_000];
        Arrays.fill(large, (byte) 'x');
        return Stream.of(
                Arguments.of(new byte[] {(byte) 0xC3, (byte) 0x28}, "not-json"),
                Arguments.of(null, "not-json"),
                Arguments.of(new byte[0], "not-json"),
                Arguments.of(large, "too-large"));
    }

    @Test
    void addsOriginToADeadLetterAndKeepsItsHeaders() {
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(EVENTS, 2, key.getBytes(UTF_8), "no event".getBytes(UTF_8));
        record.headers().add("traceparent", "00-1-2-01".getBytes(UTF_8));
        long offset = kafka.put(record).offset();

        ConsumerRecord<byte[], byte[]> letter = awaitDeadLetter();

        assertThat(Stream.of(letter.headers().toArray()).map(Header::key))
                .containsExactly(
                        "traceparent",
                        "dead-letter-reason",
                        "dead-letter-detail",
                        "dead-letter-topic",
                        "dead-letter-partition",
                        "dead-letter-offset",
                        "dead-letter-timestamp");
        assertThat(header(letter, "dead-letter-topic")).isEqualTo(EVENTS);
        assertThat(header(letter, "dead-letter-partition")).isEqualTo("2");
        assertThat(header(letter, "dead-letter-offset")).isEqualTo(String.valueOf(offset));
    }

    @Test
    void readsBinaryMode() {
        String id = UUID.randomUUID().toString();
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(
                EVENTS,
                key.getBytes(UTF_8),
                "{\"recipient\":\"47165\",\"type\":\"IN_APP\",\"subject\":\"WELCOME\",\"subjectText\":\"Hello\"}"
                        .getBytes(UTF_8));
        record.headers()
                .add("ce_specversion", "1.0".getBytes(UTF_8))
                .add("ce_id", id.getBytes(UTF_8))
                .add("ce_source", "/binary".getBytes(UTF_8))
                .add("ce_type", "dev.notificationfeed.notification.created.v1".getBytes(UTF_8))
                .add("ce_time", "2025-09-09T22:58:00Z".getBytes(UTF_8))
                .add("content-type", "application/json".getBytes(UTF_8));
        kafka.put(record);

        await().atMost(SOON)
                .untilAsserted(
                        () -> assertThat(find("/binary", id).subjectText()).isEqualTo("Hello"));
    }

    private void put(byte[] value) {
        kafka.put(new ProducerRecord<>(EVENTS, key.getBytes(UTF_8), value));
    }

    /** The same key is the same partition, so later records are handled later. */
    private void awaitHandled() {
        String after = UUID.randomUUID().toString();
        put(Events.inApp("47165", after).bytes());
        await().atMost(SOON).until(() -> find(Events.SOURCE, after) != null);
    }

    private ConsumerRecord<byte[], byte[]> awaitDeadLetter() {
        return await().atMost(SOON)
                .until(
                        () -> kafka.everythingOn(DEAD_LETTERS).stream()
                                .filter(letter -> Arrays.equals(key.getBytes(UTF_8), letter.key()))
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }

    private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), UTF_8);
    }

    private boolean isScheduled(JsonNode event) {
        ListQuery ahead = new ListQuery(
                TRAINEE,
                ListQuery.Audience.STAFF,
                Set.of(),
                Set.of(Status.SCHEDULED),
                null,
                ListQuery.Sort.SENT_AT,
                true,
                0,
                ListQuery.MAX_SIZE);
        NotificationId id = NotificationId.derivedFrom(
                event.get("source").textValue(), event.get("id").textValue());
        return store.list(ahead).await().atMost(SOON).items().stream()
                .anyMatch(item -> item.id().equals(id));
    }

    private Notification find(JsonNode event) {
        return find(event.get("source").textValue(), event.get("id").textValue());
    }

    private Notification find(String source, String id) {
        return store.find(TRAINEE, NotificationId.derivedFrom(source, id))
                .await()
                .atMost(SOON);
    }
}
