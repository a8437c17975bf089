package dev.notificationfeed.event;

import dev.notificationfeed.fixture.Events;
import dev.notificationfeed.fixture.SampleEvent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Builders;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** Valid events by the rules of docs/publishing.md, up to its limits. */
final class EventArbitraries {

    private static final Map<String, List<String>> STATUSES =
            Map.of("IN_APP", List.of("UNREAD", "READ", "ARCHIVED"), "EMAIL", List.of("PENDING", "SENT", "FAILED"));

    private EventArbitraries() {}

    static Arbitrary<SampleEvent> events() {
        return Arbitraries.oneOf(created(), statusChanged(), withdrawn());
    }

    static Arbitrary<SampleEvent> created() {
        return attributes(() -> Events.inApp("47165", "e-1"))
                .use(lines(128))
                .in(set("data.recipient"))
                .use(subjects())
                .in(set("data.subject"))
                .use(lines(300))
                .in(set("data.subjectText"))
                .use(channels())
                .in((event, channel) ->
                        event.with("data.type", channel.getKey()).with("data.status", channel.getValue()))
                .use(contents())
                .withProbability(0.5)
                .in(set("data.content"))
                .use(Combinators.combine(lines(64), lines(128)).as((type, id) -> Map.of("type", type, "id", id)))
                .withProbability(0.5)
                .in(set("data.tisReference"))
                .use(lines(320))
                .withProbability(0.5)
                .in(set("data.contact"))
                .use(lines(1000))
                .withProbability(0.5)
                .in(set("data.statusDetail"))
                .use(instants())
                .withProbability(0.5)
                .in(set("data.sentAt"))
                .use(durations())
                .withProbability(0.5)
                .in(EventArbitraries::expiring)
                .build();
    }

    static Arbitrary<SampleEvent> statusChanged() {
        return attributes(() -> Events.statusChanged("47165", "e-2", "e-1", "READ", "2025-09-10T11:00:00Z"))
                .use(lines(128))
                .in(set("data.recipient"))
                .use(lines(512))
                .in(set("data.notification.id"))
                .use(lines(512))
                .withProbability(0.5)
                .in(set("data.notification.source"))
                .use(channels())
                .in((event, channel) -> event.with("data.status", channel.getValue()))
                .use(lines(1000))
                .withProbability(0.5)
                .in(set("data.statusDetail"))
                .build();
    }

    static Arbitrary<SampleEvent> withdrawn() {
        return attributes(() -> Events.withdrawn("47165", "e-3", "e-1"))
                .use(lines(128))
                .in(set("data.recipient"))
                .use(lines(512))
                .in(set("data.notification.id"))
                .use(lines(512))
                .withProbability(0.5)
                .in(set("data.notification.source"))
                .build();
    }

    private static Builders.BuilderCombinator<SampleEvent> attributes(Supplier<SampleEvent> begun) {
        return Builders.withBuilder(begun)
                .use(lines(512))
                .in(set("id"))
                .use(lines(512).map(line -> line.replace('"', '\'')))
                .in(set("source"))
                .use(instants().injectNull(0.2))
                .in(set("time"));
    }

    private static <T> BiFunction<SampleEvent, T, SampleEvent> set(String path) {
        return (event, value) -> event.with(path, value);
    }

    /** A line of text of 1 to {@code max} characters, often of exactly {@code max}. */
    static Arbitrary<String> lines(int max) {
        Arbitrary<List<Integer>> few = characters().list().ofMinSize(1).ofMaxSize(Math.min(3, max));
        return Combinators.combine(few, Arbitraries.frequency(Tuple.of(4, false), Tuple.of(1, true)))
                .as((characters, longest) -> repeated(characters, longest ? max : characters.size()));
    }

    private static String repeated(List<Integer> characters, int length) {
        return IntStream.range(0, length)
                .mapToObj(i -> Character.toString(characters.get(i % characters.size())))
                .collect(Collectors.joining());
    }

    /** Code points that are allowed in a line: no control characters, no surrogates. */
    static Arbitrary<Integer> characters() {
        return Arbitraries.oneOf(
                Arbitraries.integers().between(0x20, 0x7e),
                Arbitraries.integers().between(0xa0, 0xd7ff),
                Arbitraries.integers().between(0xe000, 0xffff),
                Arbitraries.integers().between(0x10000, 0x10ffff),
                Arbitraries.of(0x22, 0x5c, 0x24, 0x2e, 0x2028, 0x202e, 0xfeff, 0xfffe, 0xffff, 0x301, 0x1f389));
    }

    private static Arbitrary<String> subjects() {
        return Combinators.combine(
                        Arbitraries.chars().range('A', 'Z'),
                        Arbitraries.strings()
                                .withCharRange('A', 'Z')
                                .withCharRange('0', '9')
                                .withChars('_')
                                .ofMaxLength(63))
                .as((first, rest) -> first + rest);
    }

    private static Arbitrary<Map.Entry<String, String>> channels() {
        return Arbitraries.of(STATUSES.entrySet().stream()
                .flatMap(channel -> channel.getValue().stream().map(status -> Map.entry(channel.getKey(), status)))
                .sorted(Map.Entry.<String, String>comparingByKey().thenComparing(Map.Entry.comparingByValue()))
                .toList());
    }

    /** Up to 48 KiB of UTF-8, with line breaks. */
    private static Arbitrary<String> contents() {
        return Combinators.combine(
                        lines(30),
                        Arbitraries.of("\n", "\r\n", "\t", ""),
                        Arbitraries.integers().between(1, 100))
                .as((line, end, times) -> (line + end).repeat(times))
                .filter(content -> content.getBytes(StandardCharsets.UTF_8).length <= 49_152);
    }

    /** RFC 3339 in all its spellings, in the years 2 to 9990, so that something can come after it. */
    private static Arbitrary<String> instants() {
        var moments = Arbitraries.longs()
                .between(
                        Instant.parse("0002-01-01T00:00:00Z").getEpochSecond(),
                        Instant.parse("9990-01-01T00:00:00Z").getEpochSecond());
        var fractions =
                Arbitraries.strings().numeric().ofMaxLength(12).map(digits -> digits.isEmpty() ? "" : "." + digits);
        var offsets = Arbitraries.of("Z", "z", "+00:00", "-00:00", "+01:00", "-05:30", "+18:00", "-18:00");
        return Combinators.combine(moments, fractions, offsets, Arbitraries.of("T", "t"))
                .as(EventArbitraries::instant);
    }

    private static String instant(long second, String fraction, String offset, String t) {
        var local = LocalDateTime.ofEpochSecond(second, 0, ZoneOffset.UTC);
        return String.format(
                "%04d-%02d-%02d%s%02d:%02d:%02d%s%s",
                local.getYear(),
                local.getMonthValue(),
                local.getDayOfMonth(),
                t,
                local.getHour(),
                local.getMinute(),
                local.getSecond(),
                fraction,
                offset);
    }

    private static Arbitrary<Duration> durations() {
        return Arbitraries.longs().between(1, Duration.ofDays(3650).toMillis()).map(Duration::ofMillis);
    }

    private static SampleEvent expiring(SampleEvent event, Duration after) {
        var time = event.field("time").asText().replace("null", Parsing.TIMESTAMP.toString());
        var sentAt = event.field("data").path("sentAt").asText(time);
        var expiresAt = OffsetDateTime.parse(upToNineDigits(sentAt.toUpperCase(Locale.ROOT)))
                .toInstant()
                .plus(after);
        return event.with("data.expiresAt", expiresAt.toString());
    }

    private static String upToNineDigits(String instant) {
        return instant.replaceFirst("(\\.\\d{9})\\d+", "$1");
    }
}
