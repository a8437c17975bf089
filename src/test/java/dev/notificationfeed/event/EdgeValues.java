package dev.notificationfeed.event;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Values on both sides of every rule of every field; each is tried on each field. */
final class EdgeValues {

    private EdgeValues() {}

    static List<Object> all() {
        return Stream.of(ofOtherTypes(), objects(), lengths(), characters(), words(), times())
                .flatMap(values -> values)
                .toList();
    }

    private static Stream<Object> ofOtherTypes() {
        return Stream.of(0, 47165, 1.5, true, false, List.of(), List.of("x"), Map.of());
    }

    private static Stream<Object> objects() {
        return Stream.of(
                Map.of("id", "e-1"),
                Map.of("type", "PLACEMENT"),
                Map.of("type", "PLACEMENT", "id", "2719224"),
                Map.of("type", "PLACEMENT", "id", 2719224),
                Map.of("id", "e-1", "source", ""),
                Map.of("id", "e-1", "source", 1));
    }

    /** Each limit, and one more; an emoji is one code point and two chars. */
    private static Stream<Object> lengths() {
        var ofLines = IntStream.of(0, 1, 64, 65, 128, 129, 300, 301, 320, 321, 512, 513, 1000, 1001)
                .boxed()
                .flatMap(length -> Stream.of("A", "é", "🎉").map(character -> character.repeat(length)));
        return Stream.concat(ofLines, Stream.of("x".repeat(49_152), "x".repeat(49_153)));
    }

    private static Stream<Object> characters() {
        return IntStream.concat(IntStream.rangeClosed(0, 0x20), IntStream.rangeClosed(0x7e, 0xa0))
                .mapToObj(Character::toString)
                .flatMap(character -> Stream.of("A" + character, character + "A", "A" + character + "A"));
    }

    private static Stream<Object> words() {
        var words =
                "IN_APP EMAIL \"IN_APP\" \" in_app SMS UNREAD READ ARCHIVED PENDING SENT FAILED SCHEDULED unread LOST _A 1A A-A ÜBER 1.0"
                        + " dev.notificationfeed.notification.created.v2";
        return Stream.of(words.split(" ")).map(word -> word);
    }

    /** All before the events that they are tried on, and no well-formed date that does not exist: a schema accepts those. */
    private static Stream<Object> times() {
        return Stream.of(
                "2024-12-31T23:59:59Z",
                "2024-01-01t00:00:00z",
                "2024-01-01T00:00:00.123456789123Z",
                "2024-01-01T00:00:00+18:00",
                "2024-01-01T00:00:00-17:59",
                "2024-01-01T00:00:00-00:00",
                "2024-01-01T00:00:00+18:01",
                "2024-01-01T00:00:00+19:00",
                "2024-01-01T00:00:00+10:60",
                "2024-01-01T00:00:00+1:00",
                "2024-01-01T00:00:00+0100",
                "2024-01-01T00:00:00",
                "2024-01-01T00:00:00.Z",
                "2024-01-01T00:00:00,5Z",
                "2024-01-01T00:00Z",
                "2024-01-01T24:00:00Z",
                "2024-01-01T23:60:00Z",
                "2024-01-01T23:59:60Z",
                "2024-01-01 00:00:00Z",
                "2024-01-01T00:00:00Z\n",
                " 2024-01-01T00:00:00Z",
                "2024-00-01T00:00:00Z",
                "2024-13-01T00:00:00Z",
                "2024-01-00T00:00:00Z",
                "2024-01-32T00:00:00Z",
                "24-01-01T00:00:00Z",
                "02024-01-01T00:00:00Z",
                "2024-1-1T00:00:00Z",
                "2024-01-01");
    }
}
