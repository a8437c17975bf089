package dev.notificationfeed.event;

import static dev.notificationfeed.event.Parsing.parse;
import static dev.notificationfeed.event.Parsing.rejectionOf;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.notificationfeed.event.ParseResult.Parsed;
import dev.notificationfeed.fixture.ContractDocument;
import dev.notificationfeed.fixture.Events;
import dev.notificationfeed.fixture.SampleEvent;
import dev.notificationfeed.fixture.Schemas;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The published JSON Schemas refuse the same events as the parser. */
class SchemaAgreementTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String LONG_AGO = "2000-01-01T00:00:00Z";
    private static final SampleEvent IN_APP = Events.inApp("47165", "e-1")
            .with("time", LONG_AGO)
            .with("data.tisReference", Map.of("type", "PLACEMENT", "id", "2719224"));
    private static final SampleEvent EMAIL =
            Events.email("47165", "e-1").with("time", LONG_AGO).with("data.status", "SENT");
    private static final SampleEvent STATUS_CHANGE =
            Events.statusChanged("47165", "e-2", "e-1", "READ", LONG_AGO).with("data.notification.source", "/other");
    private static final SampleEvent WITHDRAWAL =
            Events.withdrawn("47165", "e-3", "e-1").with("data.notification.source", "/other");

    /** A schema cannot find these: they are not JSON, or are refused only when the item is looked up. */
    private static final Set<String> BEYOND_SCHEMAS = Set.of("not-json", "too-large", "unknown-notification");

    @ParameterizedTest
    @MethodSource("fields")
    void agreeOnEveryEdgeOfEveryField(SampleEvent event, String field) {
        var absentNullAndEdges = Stream.concat(
                Stream.of(event.without(field), event.with(field, null)),
                EdgeValues.all().stream().map(value -> event.with(field, value)));

        var disagreed = absentNullAndEdges
                .filter(changed -> accepts(changed) != (parse(changed.bytes()) instanceof Parsed))
                .map(changed -> field + " " + parse(changed.bytes()) + " " + changed);

        assertThat(disagreed).isEmpty();
    }

    /** The fields of the schemas. A field that only the parser knows is found by the samples. */
    static Stream<Arguments> fields() {
        return Stream.of(IN_APP, EMAIL, STATUS_CHANGE, WITHDRAWAL)
                .flatMap(event -> Stream.concat(
                                fieldsOf("", schema("event-envelope")),
                                fieldsOf("data.", schema(dataSchemaOf(read(event)))))
                        .map(field -> Arguments.of(event, field)));
    }

    private static Stream<String> fieldsOf(String path, JsonNode schema) {
        return schema.path("properties").properties().stream()
                .flatMap(field -> Stream.concat(
                        Stream.of(path + field.getKey()), fieldsOf(path + field.getKey() + ".", field.getValue())));
    }

    @ParameterizedTest
    @MethodSource("goodSamples")
    void acceptGoodSamples(String name) throws IOException {
        assertThat(accepts(JSON.readTree(Events.contract("good/" + name)))).isTrue();
    }

    @ParameterizedTest
    @MethodSource("badSamples")
    void refuseBadSamples(String name, String reason) throws IOException {
        assertThat(accepts(JSON.readTree(Events.contract("bad/" + name)))).isEqualTo(BEYOND_SCHEMAS.contains(reason));
    }

    /** Every rule of the parser that a schema cannot express; docs/compatibility.md lists them too. */
    @ParameterizedTest
    @MethodSource("rulesBeyondSchemas")
    void leaveOtherRulesToTheParser(SampleEvent event, String rule) {
        assertThat(accepts(event)).isTrue();
        assertThat(rejectionOf(event).detail()).endsWith(rule);
    }

    static Stream<Arguments> rulesBeyondSchemas() {
        return Stream.of(
                Arguments.of(IN_APP.with("data.content", "é".repeat(24_577)), "at most 49152 bytes of UTF-8"),
                Arguments.of(IN_APP.with("data.expiresAt", LONG_AGO), "must lie after sentAt"),
                Arguments.of(IN_APP.with("data.sentAt", "2025-02-30T00:00:00Z"), "such as 2025-09-09T22:58:00Z"),
                Arguments.of(IN_APP.with("data.sentAt", "0000-12-31T00:00:00Z"), "in the years 0001 to 9999"),
                Arguments.of(IN_APP.with("data.sentAt", "9999-12-31T23:00:00-02:00"), "in the years 0001 to 9999"),
                Arguments.of(STATUS_CHANGE.with("data.changedAt", "2025-09-10T13:00:01Z"), "more than an hour ahead"),
                Arguments.of(
                        STATUS_CHANGE.without("data.changedAt").with("time", "2025-09-10T13:00:01Z"),
                        "more than an hour ahead"),
                Arguments.of(
                        WITHDRAWAL.without("data").with("data_base64", "!"), "must be the base64 of a JSON object"));
    }

    @Test
    void leaveUnpairedSurrogatesToTheParser() throws IOException {
        var json = IN_APP.with("data.subjectText", "a?b").json().replace("a?b", "a\\ud83cb");

        assertThat(accepts(JSON.readTree(json))).isTrue();
        assertThat(rejectionOf(parse(json)).detail()).endsWith("must not contain unpaired surrogates");
    }

    @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
    void acceptEveryGoodEvent(@ForAll("good") SampleEvent event) {
        assertThat(accepts(event)).isTrue();
    }

    @Provide
    Arbitrary<SampleEvent> good() {
        return EventArbitraries.events();
    }

    @Test
    void listTheTypesOfTheParser() {
        assertThat(schema("event-envelope").at("/properties/type/enum"))
                .extracting(JsonNode::textValue)
                .containsExactlyElementsOf(types());
        assertThat(ContractDocument.asyncApi().at("/channels/events").members("messages"))
                .extracting(message -> message.get("name").node().textValue())
                .hasSameElementsAs(types());
    }

    private static List<String> types() {
        return Stream.of(EventType.values()).map(EventType::text).toList();
    }

    @Test
    void listTheRejectionCodes() {
        assertThat(schema("dead-letter-headers").at("/properties/dead-letter-reason/enum"))
                .extracting(JsonNode::textValue)
                .containsExactlyElementsOf(Stream.of(RejectionCode.values())
                        .map(RejectionCode::text)
                        .toList());
    }

    private static boolean accepts(SampleEvent event) {
        return accepts(read(event));
    }

    /** The schemas as the AsyncAPI document combines them: the envelope, and the data by type. */
    private static boolean accepts(JsonNode event) {
        return Schemas.accept("event-envelope", event)
                && (!event.has("data") || Schemas.accept(dataSchemaOf(event), event.path("data")));
    }

    private static String dataSchemaOf(JsonNode event) {
        return event.path("type").asText().replaceAll("dev\\.notificationfeed\\.(.*)\\.(.*)\\.v1", "$1-$2");
    }

    private static JsonNode read(SampleEvent event) {
        try {
            return JSON.readTree(event.json());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode schema(String name) {
        return ContractDocument.read(Path.of("src/main/resources/schemas", name + ".v1.json"))
                .root();
    }

    private static Stream<String> goodSamples() {
        return Events.contractSamples("good");
    }

    private static Stream<Arguments> badSamples() throws IOException {
        Map<String, String> reasons = JSON.readValue(Events.contract("dead-letter-reasons"), new TypeReference<>() {});
        return Events.contractSamples("bad")
                .filter(name -> !reasons.get(name).equals("not-json"))
                .map(name -> Arguments.of(name, reasons.get(name)));
    }
}
