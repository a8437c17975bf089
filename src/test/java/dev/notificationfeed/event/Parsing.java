package dev.notificationfeed.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.notificationfeed.event.IncomingRecord.Headers;
import dev.notificationfeed.event.ParseResult.Parsed;
import dev.notificationfeed.event.ParseResult.Rejected;
import dev.notificationfeed.fixture.SampleEvent;
import dev.notificationfeed.notification.Change;
import dev.notificationfeed.notification.Creation;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Runs a parser whose clock stands still. */
final class Parsing {

    static final Instant NOW = Instant.parse("2025-09-10T12:00:00Z");

    /** The timestamp of every record. */
    static final Instant TIMESTAMP = Instant.parse("2025-09-10T11:59:59.123Z");

    private static final EventParser PARSER = new EventParser(Clock.fixed(NOW, ZoneOffset.UTC));

    private Parsing() {}

    static ParseResult parse(byte[] value, Map<String, String> headers) {
        return parse(value, headers.keySet(), name -> bytesOrNull(headers.get(name)));
    }

    static ParseResult parse(byte[] value, Collection<String> names, Function<String, byte[]> headers) {
        return parse(value, names, headers, TIMESTAMP.toEpochMilli());
    }

    static ParseResult parseAt(long timestamp, SampleEvent event) {
        return parse(event.bytes(), List.of(), name -> null, timestamp);
    }

    static ParseResult parse(byte[] value) {
        return parse(value, Map.of());
    }

    static ParseResult parse(String json) {
        return parse(json.getBytes(StandardCharsets.UTF_8));
    }

    static Change changeOf(SampleEvent event) {
        return changeOf(parse(event.bytes()));
    }

    static Change changeOf(ParseResult result) {
        assertThat(result).isInstanceOf(Parsed.class);
        return ((Parsed) result).change();
    }

    static Creation creationOf(SampleEvent event) {
        return (Creation) changeOf(event);
    }

    static Rejected rejectionOf(SampleEvent event) {
        return rejectionOf(parse(event.bytes()));
    }

    static Rejected rejectionOf(ParseResult result) {
        assertThat(result).isInstanceOf(Rejected.class);
        return (Rejected) result;
    }

    private static ParseResult parse(
            byte[] value, Collection<String> names, Function<String, byte[]> headers, long timestamp) {
        var present = new Headers() {
            @Override
            public byte[] last(String name) {
                return headers.apply(name);
            }

            @Override
            public Iterable<String> names() {
                return names;
            }
        };
        return PARSER.parse(new IncomingRecord(value, present, timestamp));
    }

    private static byte[] bytesOrNull(String text) {
        return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
    }
}
