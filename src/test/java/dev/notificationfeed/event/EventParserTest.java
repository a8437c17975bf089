package dev.notificationfeed.event;

import static dev.notificationfeed.event.Parsing.changeOf;
import static dev.notificationfeed.event.Parsing.parse;
import static dev.notificationfeed.event.Parsing.parseAt;
import static dev.notificationfeed.event.Parsing.rejectionOf;
import static dev.notificationfeed.event.RejectionCode.NOT_A_CLOUD_EVENT;
import static dev.notificationfeed.event.RejectionCode.NOT_JSON;
import static dev.notificationfeed.event.RejectionCode.TOO_LARGE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.notificationfeed.event.ParseResult.Rejected;
import dev.notificationfeed.fixture.Events;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class EventParserTest {

    private static final byte[] SAMPLE = Events.inApp("47165", "e-1").bytes();

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "application/octet-stream", ""})
    void readsRecordWithoutDeclaredModeAsStructured(String contentType) {
        assertThat(changeOf(parse(SAMPLE, Map.of("content-type", contentType)))).isEqualTo(changeOf(parse(SAMPLE)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/cloudevents+json",
                "application/cloudevents+json; charset=UTF-8",
                "Application/CloudEvents+JSON;charset=utf-8",
                " application/cloudevents+json ;charset=utf-8"
            })
    void prefersDeclaredStructuredModeToSpecVersionHeader(String contentType) {
        var headers = Map.of("content-type", contentType, "ce_specversion", "1.0", "ce_id", "other");

        assertThat(changeOf(parse(SAMPLE, headers))).isEqualTo(changeOf(parse(SAMPLE)));
    }

    @ParameterizedTest
    @NullAndEmptySource
    void rejectsRecordWithoutValue(byte[] value) {
        assertThat(rejectionOf(parse(value)).code()).isEqualTo(NOT_JSON);
    }

    @Test
    void acceptsValueOfMaximumSize() {
        changeOf(parse(padded(64 * 1024)));
    }

    @ParameterizedTest
    @ValueSource(ints = {64 * 1024 + 1, 1_000_000})
    void rejectsLargerValue(int size) {
        var rejected = rejectionOf(parse(padded(size)));

        assertThat(rejected.code()).isEqualTo(TOO_LARGE);
        assertThat(rejected.detail()).isEqualTo("value must have at most 65536 bytes");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "\"text\"", "1", "true", "null"})
    void rejectsJsonThatIsNotAnObject(String json) {
        var rejected = rejectionOf(parse(json));

        assertThat(rejected.code()).isEqualTo(NOT_A_CLOUD_EVENT);
        assertThat(rejected.detail()).isEqualTo("value must be a JSON object");
    }

    /** -1 is Kafka's "no timestamp"; producers set any other. */
    @ParameterizedTest
    @ValueSource(longs = {-1, Long.MIN_VALUE, 253_402_300_800_000L, Long.MAX_VALUE})
    void requiresTimeWhereTheRecordHasNoUsableTimestamp(long timestamp) {
        var event = Events.inApp("47165", "e-1");

        changeOf(parseAt(timestamp, event));
        assertThat(rejectionOf(parseAt(timestamp, event.without("time"))))
                .isEqualTo(new Rejected(
                        NOT_A_CLOUD_EVENT,
                        "time is required where the record has no timestamp in the years 1970 to 9999"));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 253_402_300_799_999L})
    void acceptsTimestampOfAValidInstant(long timestamp) {
        changeOf(parseAt(timestamp, Events.inApp("47165", "e-1").without("time")));
    }

    @Test
    void neverQuotesTheValueInTheDetail() {
        var secret = "s3cret";
        var events = Events.inApp("47165", "e-1");
        var refused = Map.of(
                "time",
                secret,
                "data.type",
                secret,
                "data.status",
                secret,
                "data.subject",
                secret,
                "data.sentAt",
                secret);

        assertThat(refused.entrySet())
                .allSatisfy(field -> assertThat(rejectionOf(parse(events.with(field.getKey(), field.getValue())
                                        .bytes()))
                                .detail())
                        .doesNotContain(secret));
        assertThat(rejectionOf(parse("{\"id\": " + secret + "}")).detail()).doesNotContain(secret);
    }

    /** White space after the event is part of the document. */
    private static byte[] padded(int size) {
        byte[] value = Arrays.copyOf(SAMPLE, size);
        Arrays.fill(value, SAMPLE.length, size, " ".getBytes(StandardCharsets.US_ASCII)[0]);
        return value;
    }
}
