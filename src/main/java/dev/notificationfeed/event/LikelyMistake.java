package dev.notificationfeed.event;

import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.Predicate;

/** Mistakes that producers often make, each with the signs by which a refused record shows it. The first that fits is named. */
enum LikelyMistake {
    SCHEMA_REGISTRY(
            "the value begins with the prefix of a schema registry (byte 0 and a schema id); publish plain JSON",
            refused -> refused.is(RejectionCode.NOT_JSON) && refused.hasRegistryPrefix()),
    OTHER_FORMAT(
            "the content type names Protobuf, Avro or XML; only JSON is read",
            refused -> refused.is(RejectionCode.NOT_JSON) && refused.hasContentType(".*[/+.-](protobuf|avro|xml)")),
    NOT_SERIALISED(
            "the value is the text of a JavaScript object; use JSON.stringify",
            refused -> refused.is(RejectionCode.NOT_JSON) && refused.hasValue("[object ")),
    BATCH(
            "the value is a batch; publish one event per record",
            refused -> refused.is(RejectionCode.NOT_A_CLOUD_EVENT)
                    && refused.value() instanceof ArrayNode events
                    && (events.path(0).has("specversion") || refused.hasContentType(".*/cloudevents-batch\\+.*"))),
    DOUBLE_ENCODED(
            "the JSON is inside a JSON string, so it was serialised twice",
            refused -> refused.isTextInsteadOfObject("\\s*\\{.*")),
    BYTES_IN_STRING(
            "the JSON is base64 inside a JSON string, so bytes were serialised as JSON",
            refused -> refused.isTextInsteadOfObject("e[w-z0-9+/][A-Za-z0-9+/]+=*")),
    KAFKA_CONNECT(
            "the value is Kafka Connect's {schema, payload}; set value.converter.schemas.enable=false",
            refused -> refused.object().has("schema") && refused.object().has("payload")),
    HTTP_PREFIX(
            "headers have the prefix ce- of the HTTP binding; the prefix on Kafka is ce_",
            refused -> refused.mayLackHeaders()
                    && refused.hasHeader(name -> lowerCase(name).startsWith("ce-"))),
    HEADER_CASE(
            "the name of a ce_ header has upper-case letters; header names are lower-case",
            refused -> refused.mayLackHeaders() && refused.hasHeader(LikelyMistake::hasUpperCase)),
    NO_SPECVERSION(
            "there are ce_ headers but no ce_specversion, which marks binary mode",
            refused -> refused.mayLackHeaders()
                    && !BinaryMode.isIn(refused.record())
                    && refused.hasHeader(name -> name.startsWith(BinaryMode.PREFIX))),
    QUOTED_HEADER(
            "header values are in quotation marks, as an old header mapper of Spring writes them",
            Refused::hasQuotedAttribute);

    private static final String INTRODUCTION = "; likely mistake: ";

    private final String text;
    private final Predicate<Refused> signs;

    LikelyMistake(String text, Predicate<Refused> signs) {
        this.text = text;
        this.signs = signs;
    }

    /** The end of the detail of a refused record; empty if it shows none of these mistakes. */
    static String hint(Refused refused) {
        return Arrays.stream(values())
                .filter(mistake -> mistake.signs.test(refused))
                .findFirst()
                .map(mistake -> INTRODUCTION + mistake.text)
                .orElse("");
    }

    String text() {
        return text;
    }

    private static boolean hasUpperCase(String name) {
        return lowerCase(name).startsWith(BinaryMode.PREFIX) && !lowerCase(name).equals(name);
    }

    private static String lowerCase(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
