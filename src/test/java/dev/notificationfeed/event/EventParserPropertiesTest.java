package dev.notificationfeed.event;

import static dev.notificationfeed.event.Parsing.changeOf;
import static dev.notificationfeed.event.Parsing.parse;
import static dev.notificationfeed.event.Parsing.rejectionOf;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.notificationfeed.event.ParseResult.Parsed;
import dev.notificationfeed.event.ParseResult.Rejected;
import dev.notificationfeed.fixture.HostileRecords;
import dev.notificationfeed.fixture.ReferenceParser;
import dev.notificationfeed.fixture.SampleEvent;
import dev.notificationfeed.notification.Creation;
import dev.notificationfeed.notification.StatusChange;
import dev.notificationfeed.notification.TisReference;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.PropertyDefaults;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;
import org.apache.kafka.common.header.Header;

/** Properties of all records: of every good one, and of the bad ones that the generators can produce. */
@PropertyDefaults(edgeCases = EdgeCasesMode.NONE)
class EventParserPropertiesTest {

    private static final int LONGEST_DETAIL = 400;
    private static final Map<String, String> BINARY = Map.of(
            "ce_specversion",
            "1.0",
            "ce_id",
            "e-1",
            "ce_source",
            "/test",
            "ce_time",
            "2025-09-09T22:58:00Z",
            "ce_type",
            "dev.notificationfeed.notification.created.v1");

    @Property(edgeCases = EdgeCasesMode.MIXIN)
    void refusesRandomBytes(@ForAll byte[] value, @ForAll boolean binary) {
        assertRefusedWithDetail(parse(value, binary ? BINARY : Map.of()));
    }

    @Property(edgeCases = EdgeCasesMode.MIXIN)
    void refusesRandomText(@ForAll String value, @ForAll Map<String, String> headers) {
        assertRefusedWithDetail(parse(value.getBytes(UTF_8), headers));
    }

    /** Five records for each try, one after the other, to find a record that affects the next one. */
    @Property(shrinking = ShrinkingMode.OFF)
    void agreesWithASecondReaderOnHostileRecords(@ForAll long seed) {
        var records = new HostileRecords(seed, 5);
        for (int i = 0; i < 5; i++) {
            var record = records.next();
            Function<String, byte[]> headers = name -> record.headers().lastHeader(name) == null
                    ? null
                    : record.headers().lastHeader(name).value();
            var names = Stream.of(record.headers().toArray()).map(Header::key).toList();
            var reading = ReferenceParser.of(record.value(), headers, Parsing.TIMESTAMP, Parsing.NOW);

            var result = parse(record.value(), names, headers);

            assertThat(verdict(result))
                    .as("record %d of seed %d: %s", i, seed, result)
                    .matches(
                            verdict -> reading.faults().isEmpty()
                                    ? verdict.isEmpty()
                                    : reading.faults().contains(verdict),
                            "one of " + reading.faults());
            if (result instanceof Parsed parsed) {
                assertSame(parsed, reading);
            } else {
                assertRefusedWithDetail(result);
            }
        }
    }

    @Property
    void readsEveryFieldOfAGoodEvent(@ForAll("good") SampleEvent event) {
        var reading = ReferenceParser.of(event.bytes(), name -> null, Parsing.TIMESTAMP, Parsing.NOW);

        var result = parse(event.bytes());

        assertThat(result).isInstanceOf(Parsed.class);
        assertSame((Parsed) result, reading);
    }

    @Property
    void readsTheSameInBothModes(@ForAll("good") SampleEvent event) {
        Map<String, String> headers = new HashMap<>();
        Stream.of("specversion", "id", "source", "type", "time")
                .filter(name -> event.field(name).isTextual())
                .forEach(name -> headers.put("ce_" + name, event.field(name).textValue()));
        byte[] data = event.field("data").toString().getBytes(UTF_8);

        assertThat(changeOf(parse(data, headers))).isEqualTo(changeOf(event));
    }

    @Property
    void ignoresUnknownFields(
            @ForAll("good") SampleEvent event, @ForAll("names") String name, @ForAll("values") Object value) {
        var more = event.with("x" + name, value).with("data.x" + name, value);

        assertThat(changeOf(more)).isEqualTo(changeOf(event));
    }

    @Property
    void refusesEveryTruncatedEvent(
            @ForAll("good") SampleEvent event, @ForAll @IntRange(min = 0, max = 100_000) int at) {
        byte[] whole = event.bytes();

        var rejected = rejectionOf(parse(Arrays.copyOf(whole, at % whole.length)));

        assertThat(rejected.code()).isEqualTo(RejectionCode.NOT_JSON);
    }

    @Property
    void namesTheBrokenField(@ForAll("goodCreations") SampleEvent event, @ForAll("breaks") Break broken) {
        var rejected = rejectionOf(event.with("data.tisReference", Map.of("type", "PLACEMENT", "id", "2719224"))
                .with("data." + broken.field(), broken.value()));

        assertThat(rejected.code()).isEqualTo(RejectionCode.INVALID_DATA);
        assertThat(rejected.detail()).startsWith("data." + broken.field() + " ");
    }

    @Property
    void givesTheSameResultEachTime(@ForAll long seed) {
        var record = new HostileRecords(seed, 5).next();
        var again = new HostileRecords(seed, 5).next();

        assertThat(parse(record.value())).isEqualTo(parse(again.value()));
    }

    /** Code and field of a rejection; empty for a parsed event. */
    private static String verdict(ParseResult result) {
        return result instanceof Rejected rejected
                ? rejected.code().text() + " " + rejected.detail().split(" ", 2)[0]
                : "";
    }

    private static void assertRefusedWithDetail(ParseResult result) {
        var rejected = rejectionOf(result);
        assertThat(rejected.code()).isNotNull();
        assertThat(rejected.detail()).hasSizeBetween(10, LONGEST_DETAIL).contains(" ");
    }

    private static void assertSame(Parsed parsed, ReferenceParser reading) {
        var change = parsed.change();
        assertThat(reading.faults()).isEmpty();
        assertThat(change.event().id()).isEqualTo(reading.attribute("id"));
        assertThat(change.event().source()).isEqualTo(reading.attribute("source"));
        assertThat(change.recipient().value()).isEqualTo(reading.text("recipient"));
        if (change instanceof Creation creation) {
            assertSame(creation, reading);
        } else {
            assertThat(change.id().value()).isEqualTo(reading.notificationId());
        }
        if (change instanceof StatusChange statusChange) {
            assertThat(statusChange.status()).hasToString(reading.text("status"));
            assertThat(statusChange.statusDetail()).isEqualTo(reading.text("statusDetail"));
            assertThat(statusChange.changedAt()).isEqualTo(reading.changedAt());
        }
    }

    private static void assertSame(Creation creation, ReferenceParser reading) {
        assertThat(creation.eventTime()).isEqualTo(reading.time());
        assertThat(creation.type()).hasToString(reading.text("type"));
        assertThat(creation.subject()).isEqualTo(reading.text("subject"));
        assertThat(creation.subjectText()).isEqualTo(reading.text("subjectText"));
        assertThat(creation.content()).isEqualTo(reading.text("content"));
        assertThat(creation.contact()).isEqualTo(reading.text("contact"));
        assertThat(creation.status()).hasToString(reading.status());
        assertThat(creation.statusDetail()).isEqualTo(reading.text("statusDetail"));
        assertThat(creation.sentAt()).isEqualTo(reading.sentAt());
        assertThat(creation.expiresAt()).isEqualTo(reading.instant("expiresAt"));
        var reference = reading.object("tisReference");
        assertThat(creation.tisReference())
                .isEqualTo(
                        reference == null
                                ? null
                                : new TisReference(reference.getString("type"), reference.getString("id")));
    }

    @Provide
    Arbitrary<Break> breaks() {
        return Break.any();
    }

    @Provide
    Arbitrary<SampleEvent> goodCreations() {
        return EventArbitraries.created();
    }

    @Provide
    Arbitrary<SampleEvent> good() {
        return EventArbitraries.events();
    }

    /** Without dots, which {@link SampleEvent} reads as a path. */
    @Provide
    Arbitrary<String> names() {
        return EventArbitraries.lines(40).map(name -> name.replace('.', '_'));
    }

    @Provide
    Arbitrary<Object> values() {
        return Arbitraries.of("", "x", 1, 1e300, true, List.of(1, 2), Map.of("$where", 1, "data", Set.of()));
    }
}
