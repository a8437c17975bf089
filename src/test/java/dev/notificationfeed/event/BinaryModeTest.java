package dev.notificationfeed.event;

import static dev.notificationfeed.event.Parsing.changeOf;
import static dev.notificationfeed.event.Parsing.parse;
import static dev.notificationfeed.event.Parsing.rejectionOf;
import static dev.notificationfeed.event.RejectionCode.INVALID_DATA;
import static dev.notificationfeed.event.RejectionCode.NOT_A_CLOUD_EVENT;
import static dev.notificationfeed.event.RejectionCode.NOT_JSON;
import static dev.notificationfeed.event.RejectionCode.UNKNOWN_TYPE;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.notificationfeed.event.ParseResult.Rejected;
import dev.notificationfeed.fixture.Events;
import dev.notificationfeed.notification.Creation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class BinaryModeTest {

    private static final Map<String, String> HEADERS = Map.of(
            "ce_specversion", "1.0",
            "ce_id", "e-1",
            "ce_source", "/test",
            "ce_type", "dev.notificationfeed.notification.created.v1",
            "ce_time", "2025-09-09T22:58:00Z",
            "content-type", "application/json");
    private static final byte[] DATA =
            utf8(Events.inApp("47165", "e-1").field("data").toString());

    @ParameterizedTest
    @MethodSource("goodSamples")
    void readsTheSameAsInStructuredMode(String name) throws IOException {
        byte[] sample = Events.contract("good/" + name);
        JsonNode event = new ObjectMapper().readTree(sample);
        var headers = new HashMap<String, String>();
        event.properties()
                .forEach(field ->
                        headers.put("ce_" + field.getKey(), field.getValue().asText()));

        var change = changeOf(parse(utf8(event.get("data").toString()), headers));

        assertThat(change).isEqualTo(changeOf(parse(sample)));
    }

    @Test
    void needsNoContentType() {
        changeOf(parse(DATA, without("content-type")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ce_id", "ce_source", "ce_type"})
    void rejectsEventWithoutAttribute(String header) {
        var rejected = rejectionOf(parse(DATA, without(header)));

        assertThat(rejected)
                .isEqualTo(new Rejected(NOT_A_CLOUD_EVENT, header.substring("ce_".length()) + " is required"));
    }

    @ParameterizedTest
    @CsvSource({"ce_specversion, 0.3", "ce_time, yesterday", "ce_time, ''", "ce_id, ''"})
    void rejectsMalformedAttribute(String header, String value) {
        assertThat(rejectionOf(parse(DATA, with(header, value))).code()).isEqualTo(NOT_A_CLOUD_EVENT);
    }

    @Test
    void rejectsAttributeThatIsNotUtf8() {
        Function<String, byte[]> headers =
                name -> name.equals("ce_id") ? new byte[] {(byte) 0xFF} : utf8(HEADERS.getOrDefault(name, ""));

        assertThat(parse(DATA, HEADERS.keySet(), headers))
                .isEqualTo(new Rejected(NOT_A_CLOUD_EVENT, "id must be UTF-8"));
    }

    @Test
    void timeDefaultsToTheTimestampOfTheRecord() {
        assertThat(changeOf(parse(DATA, without("ce_time"))))
                .isInstanceOfSatisfying(
                        Creation.class,
                        creation -> assertThat(creation.sentAt()).isEqualTo(Parsing.TIMESTAMP));
    }

    @Test
    void rejectsUnknownType() {
        assertThat(rejectionOf(parse(DATA, with("ce_type", "com.example.other")))
                        .code())
                .isEqualTo(UNKNOWN_TYPE);
    }

    @ParameterizedTest
    @NullAndEmptySource
    void rejectsEventWithoutData(byte[] value) {
        assertThat(rejectionOf(parse(value, HEADERS))).isEqualTo(new Rejected(INVALID_DATA, "data is required"));
    }

    @Test
    void rejectsDataThatIsNotJson() {
        assertThat(rejectionOf(parse(utf8("<xml/>"), HEADERS)).code()).isEqualTo(NOT_JSON);
    }

    @Test
    void rejectsDataThatIsNotAnObject() {
        assertThat(rejectionOf(parse(utf8("[]"), HEADERS)))
                .isEqualTo(new Rejected(INVALID_DATA, "data must be an object"));
    }

    private static Stream<String> goodSamples() {
        return Events.contractSamples("good");
    }

    private static Map<String, String> with(String header, String value) {
        var headers = new HashMap<>(HEADERS);
        headers.put(header, value);
        return headers;
    }

    private static Map<String, String> without(String header) {
        var headers = new HashMap<>(HEADERS);
        headers.remove(header);
        return headers;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
