package dev.notificationfeed.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.notificationfeed.event.RejectionCode;
import dev.notificationfeed.fixture.ContractDocument;
import dev.notificationfeed.fixture.Schemas;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeadLetterTest {

    private static final String TOPIC = "notification-events-dlq";
    private static final byte[] KEY = {0, (byte) 0xC3, 0x28};
    private static final byte[] VALUE = {'{', (byte) 0xFF, 0};

    private final Headers headers = new RecordHeaders();

    @Test
    void copiesKeyAndValueByteForByte() {
        ProducerRecord<byte[], byte[]> copy = letter(KEY, VALUE).copy(TOPIC);

        assertThat(copy.topic()).isEqualTo(TOPIC);
        assertThat(copy.partition()).isNull();
        assertThat(copy.key()).isEqualTo(KEY);
        assertThat(copy.value()).isEqualTo(VALUE);
    }

    @Test
    void copiesRecordWithoutKeyAndValue() {
        ProducerRecord<byte[], byte[]> copy = letter(null, null).copy(TOPIC);

        assertThat(copy.key()).isNull();
        assertThat(copy.value()).isNull();
    }

    @Test
    void addsReasonAndOriginInOrder() {
        assertThat(texts(letter(KEY, VALUE).copy(TOPIC)))
                .containsExactly(
                        "dead-letter-reason: invalid-data",
                        "dead-letter-detail: data.recipient: is missing – é",
                        "dead-letter-topic: notification-events",
                        "dead-letter-partition: 2",
                        "dead-letter-offset: 9876543210",
                        "dead-letter-timestamp: 1757458680000");
    }

    /** A dead letter that was sent again has a new timestamp, and the first one in a header. */
    @ParameterizedTest
    @CsvSource({
        "1757458679999, 1757458679999",
        "1757458680001, 1757458680000",
        "-1, 1757458680000",
        "soon, 1757458680000",
        "99999999999999999999, 1757458680000"
    })
    void keepsTheTimestampOfTheFirstPublication(String header, String kept) {
        headers.add("dead-letter-timestamp", bytes(header));

        assertThat(texts(letter(KEY, VALUE).copy(TOPIC))).contains("dead-letter-timestamp: " + kept);
    }

    @Test
    void keepsHeadersOfTheProducerBeforeItsOwn() {
        headers.add("traceparent", bytes("00-1-2-01"));
        headers.add("twice", bytes("one"));
        headers.add("twice", bytes("other"));
        headers.add("empty", null);

        assertThat(texts(letter(KEY, VALUE).copy(TOPIC)))
                .startsWith("traceparent: 00-1-2-01", "twice: one", "twice: other", "empty: null")
                .hasSize(4 + 6);
    }

    @Test
    void replacesTheHeadersOfAnEarlierFailure() {
        headers.add("dead-letter-reason", bytes("not-json"));
        headers.add("dead-letter-offset", bytes("1"));
        headers.add("dead-letter-value-omitted", bytes("5"));

        assertThat(texts(letter(KEY, VALUE).copy(TOPIC)))
                .contains("dead-letter-reason: invalid-data", "dead-letter-offset: 9876543210")
                .hasSize(6);
    }

    @Test
    void doesNotChangeTheRecord() {
        headers.add("kept", bytes("yes"));

        DeadLetter letter = letter(KEY, VALUE);
        letter.copy(TOPIC);
        letter.copyWithoutValue(TOPIC);

        assertThat(letter.record().headers()).extracting(Header::key).containsExactly("kept");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 1_000_000})
    void givesNumberOfOmittedBytes(int size) {
        headers.add("kept", bytes("yes"));

        ProducerRecord<byte[], byte[]> copy = letter(KEY, new byte[size]).copyWithoutValue(TOPIC);

        assertThat(copy.topic()).isEqualTo(TOPIC);
        assertThat(copy.key()).isEqualTo(KEY);
        assertThat(copy.value()).isNull();
        assertThat(names(copy)).startsWith("kept", "dead-letter-reason").hasSize(1 + 7);
        assertThat(texts(copy)).last().isEqualTo("dead-letter-value-omitted: " + size);
    }

    @ParameterizedTest
    @EnumSource
    void hasTheHeadersOfTheSchema(RejectionCode code) {
        var letter = new DeadLetter(letter(KEY, VALUE).record(), code, "data.recipient is required");

        assertThat(Schemas.faults("dead-letter-headers", json(letter.copy(TOPIC))))
                .isEmpty();
        assertThat(Schemas.faults("dead-letter-headers", json(letter.reasonOnly(TOPIC))))
                .isEmpty();
        assertThat(names(letter.reasonOnly(TOPIC))).containsExactlyElementsOf(namesInSchema());
    }

    private static ObjectNode json(ProducerRecord<byte[], byte[]> record) {
        var json = new ObjectMapper().createObjectNode();
        record.headers().forEach(header -> json.put(header.key(), new String(header.value(), UTF_8)));
        return json;
    }

    private static List<String> namesInSchema() {
        return ContractDocument.read(Path.of("src/main/resources/schemas/dead-letter-headers.v1.json"))
                .root()
                .path("properties")
                .properties()
                .stream()
                .map(Map.Entry::getKey)
                .toList();
    }

    private DeadLetter letter(byte[] key, byte[] value) {
        var record = new ConsumerRecord<>(
                "notification-events",
                2,
                9_876_543_210L,
                1_757_458_680_000L,
                TimestampType.CREATE_TIME,
                size(key),
                size(value),
                key,
                value,
                headers,
                Optional.empty());
        return new DeadLetter(record, RejectionCode.INVALID_DATA, "data.recipient: is missing – é");
    }

    private static int size(byte[] bytes) {
        return bytes == null ? ConsumerRecord.NULL_SIZE : bytes.length;
    }

    private static Stream<String> names(ProducerRecord<byte[], byte[]> record) {
        return Stream.of(record.headers().toArray()).map(Header::key);
    }

    private static Stream<String> texts(ProducerRecord<byte[], byte[]> record) {
        return Stream.of(record.headers().toArray())
                .map(header ->
                        header.key() + ": " + (header.value() == null ? "null" : new String(header.value(), UTF_8)));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
