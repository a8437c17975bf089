package dev.notificationfeed.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.IntUnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** A keyword is literal text: it finds exactly itself, in a short time. */
class KeywordPropertiesTest {

    private static final Duration PATIENCE = Duration.ofSeconds(2);

    /** Long enough for catastrophic backtracking. */
    private static final String LONG = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!".repeat(25);

    @Property
    void findsItselfAnywhere(
            @ForAll("texts") String before, @ForAll("texts") String keyword, @ForAll("texts") String after) {
        assertThat(finds(keyword, before + keyword + after)).isTrue();
    }

    @Property
    void findsExactlyWhatContainsIt(@ForAll("ascii") String keyword, @ForAll("ascii") String text) {
        assertThat(finds(keyword, text))
                .isEqualTo(text.toLowerCase(Locale.ROOT).contains(keyword.toLowerCase(Locale.ROOT)));
    }

    @Property
    void findsItselfInOtherCase(@ForAll("texts") String keyword) {
        assertThat(finds(keyword, eachOf(keyword, Character::toUpperCase))).isTrue();
        assertThat(finds(keyword, eachOf(keyword, Character::toLowerCase))).isTrue();
    }

    @Property
    void findsNothingIfACharacterIsMissing(@ForAll("distinct") String keyword) {
        assertThat(finds(keyword, keyword.substring(1))).isFalse();
    }

    @Property
    void neverBacktracks(@ForAll("catastrophes") String keyword) {
        assertTimeoutPreemptively(PATIENCE, () -> finds(keyword, LONG));
    }

    /** As a server that ignores case for ASCII only. */
    private static boolean finds(String keyword, String text) {
        return Pattern.compile(new Keyword(keyword).pattern(), Pattern.CASE_INSENSITIVE)
                .matcher(text)
                .find();
    }

    private static String eachOf(String text, IntUnaryOperator change) {
        return text.codePoints().map(change).mapToObj(Character::toString).collect(Collectors.joining());
    }

    /** A keyword parameter can be any line of text. */
    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.oneOf(
                        Arbitraries.integers().between(0x20, 0x7e),
                        Arbitraries.integers().between(0xa0, 0x2fff),
                        Arbitraries.integers().between(0x1f300, 0x1f6ff),
                        Arbitraries.of(0x5b, 0x5d, 0x5e, 0x2d, 0x5c, 0x26, 0x10428, 0x130, 0x131, 0x1c5, 0xdf))
                .list()
                .ofMinSize(1)
                .ofMaxSize(12)
                .map(characters -> characters.stream().map(Character::toString).collect(Collectors.joining()));
    }

    @Provide
    Arbitrary<String> ascii() {
        return Arbitraries.strings()
                .withChars("aAbB.*+?()[]{}|^$\\/-&%_ ")
                .ofMinLength(1)
                .ofMaxLength(4);
    }

    @Provide
    Arbitrary<String> distinct() {
        return Arbitraries.strings()
                .withChars("abc.*\\[]^$")
                .uniqueChars()
                .ofMinLength(2)
                .ofMaxLength(8);
    }

    @Provide
    Arbitrary<String> catastrophes() {
        return Arbitraries.of(List.of(
                        "(a+)+$",
                        "(a|aa)+$",
                        "(.*a){20}",
                        "([a-z]+)*x",
                        "^(a?){30}a{30}$",
                        "a".repeat(300),
                        "(?=a)".repeat(60)))
                .flatMap(pattern -> Arbitraries.of("", "!", "x", "\\E", "\\Q").map(end -> pattern + end));
    }
}
