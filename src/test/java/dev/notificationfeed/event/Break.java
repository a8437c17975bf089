package dev.notificationfeed.event;

import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** A field of the data of a {@code created}, and an invalid value for it. */
record Break(String field, Object value) {

    private static final Map<String, Integer> LENGTHS =
            Map.of("recipient", 128, "subjectText", 300, "contact", 320, "statusDetail", 1000, "tisReference.id", 128);

    static Arbitrary<Break> any() {
        return Arbitraries.oneOf(lines(), types(), forms());
    }

    /** One character too many, none, or a forbidden one. */
    private static Arbitrary<Break> lines() {
        return Arbitraries.of(LENGTHS.keySet())
                .flatMap(field -> Arbitraries.oneOf(
                                EventArbitraries.characters()
                                        .map(c -> Character.toString(c).repeat(LENGTHS.get(field) + 1)),
                                Arbitraries.of("", "\u0000", "a\nb", "\u0085", "\u007f"))
                        .map(value -> new Break(field, value)));
    }

    private static Arbitrary<Break> types() {
        return Combinators.combine(
                        Arbitraries.of(
                                "recipient",
                                "type",
                                "subject",
                                "subjectText",
                                "content",
                                "contact",
                                "status",
                                "statusDetail",
                                "sentAt",
                                "expiresAt",
                                "tisReference"),
                        Arbitraries.of(List.of(), 1, 1.5, true, List.of("x")))
                .as(Break::new);
    }

    private static Arbitrary<Break> forms() {
        return Arbitraries.of(
                new Break("type", "SMS"),
                new Break("type", "in_app"),
                new Break("subject", ""),
                new Break("subject", "A".repeat(65)),
                new Break("subject", "lower"),
                new Break("subject", "\u00c4"),
                new Break("status", "DONE"),
                new Break("sentAt", "2025-09-09"),
                new Break("sentAt", "2025-02-30T00:00:00Z"),
                new Break("sentAt", "0000-01-01T00:00:00Z"),
                new Break("expiresAt", "0001-01-01T00:00:00Z"),
                new Break("content", "\u000b"),
                new Break("content", "\u00e9".repeat(24_577)),
                new Break("tisReference", "x"));
    }
}
