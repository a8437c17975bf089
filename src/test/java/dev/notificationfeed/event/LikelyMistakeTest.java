package dev.notificationfeed.event;

import static dev.notificationfeed.event.Parsing.changeOf;
import static dev.notificationfeed.event.Parsing.parse;
import static dev.notificationfeed.event.Parsing.rejectionOf;
import static dev.notificationfeed.event.RejectionCode.INVALID_DATA;
import static dev.notificationfeed.event.RejectionCode.NOT_A_CLOUD_EVENT;
import static dev.notificationfeed.event.RejectionCode.NOT_JSON;
import static dev.notificationfeed.event.RejectionCode.UNKNOWN_TYPE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.notificationfeed.fixture.Events;
import dev.notificationfeed.fixture.SampleEvent;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What producers send by mistake, as their libraries write it. */
class LikelyMistakeTest {

    private static final SampleEvent EVENT = Events.inApp("47165", "e-1");
    private static final String ENVELOPE = EVENT.json();
    private static final String DATA = EVENT.field("data").toString();
    private static final Map<String, String> BINARY = Map.of(
            "ce_specversion", "1.0",
            "ce_id", "e-1",
            "ce_source", "/test",
            "ce_type", "dev.notificationfeed.notification.created.v1",
            "ce_time", "2025-09-09T22:58:00Z",
            "content-type", "application/json");

    @ParameterizedTest
    @MethodSource("mistakes")
    void namesTheMistakeAfterTheRule(
            LikelyMistake mistake, String value, Map<String, String> headers, RejectionCode code, String rule) {
        var rejected = rejectionOf(parse(value.getBytes(UTF_8), headers));

        assertThat(rejected.code()).isEqualTo(code);
        assertThat(rejected.detail()).startsWith(rule).endsWith("; likely mistake: " + mistake.text());
    }

    static Stream<Arguments> mistakes() {
        return Stream.of(ofHeaders(), ofSerialisers(), ofFormats()).flatMap(mistakes -> mistakes);
    }

    private static Stream<Arguments> ofHeaders() {
        return Stream.of(
                mistake(LikelyMistake.HTTP_PREFIX, DATA, renamed(name -> name.replace("ce_", "ce-")), NO_SPECVERSION),
                mistake(LikelyMistake.HTTP_PREFIX, DATA, renamed(name -> name.replace("ce_", "Ce-")), NO_SPECVERSION),
                mistake(LikelyMistake.HEADER_CASE, DATA, renamed(name -> name.replace("ce_", "CE_")), NO_SPECVERSION),
                mistake(
                        LikelyMistake.HEADER_CASE,
                        DATA,
                        renamed(name -> name.replace("ce_i", "CE_I")),
                        "id is required"),
                mistake(
                        LikelyMistake.HEADER_CASE,
                        DATA,
                        renamed(name -> name.replace("ce_t", "ce_T")),
                        "type is required"),
                mistake(LikelyMistake.NO_SPECVERSION, DATA, renamed(name -> name.replace("spec", "")), NO_SPECVERSION),
                mistake(
                        LikelyMistake.QUOTED_HEADER,
                        DATA,
                        with("ce_specversion", "\"1.0\""),
                        "specversion must be 1.0"),
                mistake(LikelyMistake.QUOTED_HEADER, DATA, with("ce_source", "\"urn:x\""), "source must not contain"),
                mistake(
                        LikelyMistake.QUOTED_HEADER,
                        DATA,
                        with("ce_time", "\"2025-09-09T22:58:00Z\""),
                        "time must be an"),
                mistake(
                        LikelyMistake.QUOTED_HEADER,
                        DATA,
                        with("ce_type", "\"dev.notificationfeed.notification.created.v1\""),
                        UNKNOWN_TYPE,
                        "type must be one of"));
    }

    private static Stream<Arguments> ofSerialisers() {
        return Stream.of(
                mistake(LikelyMistake.DOUBLE_ENCODED, quoted(ENVELOPE), Map.of(), NOT_AN_OBJECT),
                mistake(LikelyMistake.DOUBLE_ENCODED, quoted(DATA), BINARY, INVALID_DATA, "data must be an object"),
                mistake(
                        LikelyMistake.DOUBLE_ENCODED,
                        EVENT.with("data", DATA).json(),
                        Map.of(),
                        INVALID_DATA,
                        "data must be an object"),
                mistake(LikelyMistake.BYTES_IN_STRING, quoted(base64(ENVELOPE)), Map.of(), NOT_AN_OBJECT),
                mistake(
                        LikelyMistake.BYTES_IN_STRING,
                        quoted(base64(DATA)),
                        BINARY,
                        INVALID_DATA,
                        "data must be an object"),
                mistake(LikelyMistake.KAFKA_CONNECT, connect(ENVELOPE), Map.of(), NO_SPECVERSION),
                mistake(LikelyMistake.KAFKA_CONNECT, connect(quoted(ENVELOPE)), Map.of(), NO_SPECVERSION),
                mistake(LikelyMistake.KAFKA_CONNECT, connect(DATA), BINARY, INVALID_DATA, "data.recipient is required"),
                mistake(
                        LikelyMistake.NOT_SERIALISED,
                        "[object Object]",
                        BINARY,
                        NOT_JSON,
                        "value must be one JSON document"),
                mistake(
                        LikelyMistake.SCHEMA_REGISTRY,
                        "\0\0\0\1\2" + ENVELOPE,
                        Map.of(),
                        NOT_JSON,
                        "value must be one"),
                mistake(LikelyMistake.SCHEMA_REGISTRY, "\0\0\0\1\2" + DATA, BINARY, NOT_JSON, "value must be one"));
    }

    private static Stream<Arguments> ofFormats() {
        return Stream.of(
                mistake(
                        LikelyMistake.BATCH,
                        "[" + ENVELOPE + "]",
                        contentType("cloudevents-batch+json"),
                        NOT_AN_OBJECT),
                mistake(LikelyMistake.BATCH, "[]", contentType("cloudevents-batch+json; charset=utf-8"), NOT_AN_OBJECT),
                mistake(LikelyMistake.BATCH, "[" + ENVELOPE + "]", Map.of(), NOT_AN_OBJECT),
                notJson("\n\5/test\22", contentType("cloudevents+protobuf")),
                notJson("Obj\1", contentType("cloudevents+avro")),
                notJson("<event/>", contentType("CloudEvents+XML; charset=utf-8")),
                notJson("\n\5", with("content-type", "application/x-protobuf")),
                notJson("<data/>", with("content-type", "text/xml")));
    }

    @ParameterizedTest
    @EnumSource(LikelyMistake.class)
    void isTried(LikelyMistake mistake) {
        assertThat(mistakes()).anyMatch(tried -> tried.get()[0] == mistake);
    }

    @Test
    void saysNothingOfAMistakeThatDoesNotMatter() {
        changeOf(parse(ENVELOPE.getBytes(UTF_8), Map.of("CE_ID", "x", "ce-id", "x", "ce_id", "\"x\"")));
        changeOf(parse(ENVELOPE.getBytes(UTF_8), contentType("cloudevents+xml")));
    }

    @Test
    void guessesNothingWithoutASign() {
        assertThat(rejectionOf(EVENT.without("id")).detail()).isEqualTo("id is required");
        assertThat(rejectionOf(EVENT.with("data", "text")).detail()).isEqualTo("data must be an object");
        assertThat(rejectionOf(EVENT.with("data.schema", "x").without("data.recipient"))
                        .detail())
                .isEqualTo("data.recipient is required");
    }

    private static final String NO_SPECVERSION = "specversion is required";
    private static final String NOT_AN_OBJECT = "value must be a JSON object";

    private static Arguments mistake(LikelyMistake mistake, String value, Map<String, String> headers, String rule) {
        return mistake(mistake, value, headers, NOT_A_CLOUD_EVENT, rule);
    }

    private static Arguments mistake(
            LikelyMistake mistake, String value, Map<String, String> headers, RejectionCode code, String rule) {
        return Arguments.of(mistake, value, headers, code, rule);
    }

    private static Arguments notJson(String value, Map<String, String> headers) {
        return mistake(LikelyMistake.OTHER_FORMAT, value, headers, NOT_JSON, "value must be one JSON document");
    }

    private static Map<String, String> contentType(String subtype) {
        return Map.of("content-type", "application/" + subtype);
    }

    private static Map<String, String> with(String header, String value) {
        var headers = new TreeMap<>(BINARY);
        headers.put(header, value);
        return headers;
    }

    private static Map<String, String> renamed(UnaryOperator<String> change) {
        var headers = new TreeMap<String, String>();
        BINARY.forEach((name, value) -> headers.put(change.apply(name), value));
        return headers;
    }

    private static String quoted(String json) {
        return TextNode.valueOf(json).toString();
    }

    private static String base64(String json) {
        return Base64.getEncoder().encodeToString(json.getBytes(UTF_8));
    }

    private static String connect(String payload) {
        return "{\"schema\":{\"type\":\"string\",\"optional\":false},\"payload\":" + payload + "}";
    }
}
