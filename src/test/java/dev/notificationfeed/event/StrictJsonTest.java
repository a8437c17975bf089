package dev.notificationfeed.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StrictJsonTest {

    private final StrictJson json = new StrictJson();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "   ",
                "{",
                "{}}",
                "{} {}",
                "{'a': 1}",
                "{a: 1}",
                "{\"a\": 1,}",
                "{\"a\": NaN}",
                "{\"a\": 01}",
                "{\"a\": \"line\nbreak\"}",
                "{} // comment"
            })
    void rejectsInvalidJson(String text) {
        assertRejected(utf8(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"a\": 1, \"a\": 1}", "{\"x\": {\"a\": 1, \"\\u0061\": 2}}"})
    void rejectsDuplicateName(String text) {
        assertRejected(utf8(text));
    }

    @ParameterizedTest
    @CsvSource({
        "80, a continuation byte alone",
        "C3, a sequence cut off",
        "C080, NUL in two bytes",
        "EDA080, a surrogate",
        "F4908080, beyond Unicode",
        "FF, no UTF-8 at all"
    })
    void rejectsBytesThatAreNotUtf8(String hex, String why) {
        byte[] wrong = HexFormat.of().parseHex(hex);
        byte[] text = utf8("{\"a\": \"" + "?".repeat(wrong.length) + "\"}");
        System.arraycopy(wrong, 0, text, 7, wrong.length);

        assertThatThrownBy(() -> json.parse(text)).as(why).hasMessage("value must be UTF-8");
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16BE", "UTF-16LE", "UTF-32BE", "UTF-32LE"})
    void rejectsOtherEncodings(String charset) {
        assertRejected("{\"a\": 1}".getBytes(Charset.forName(charset)));
    }

    @Test
    void rejectsByteOrderMark() {
        assertThatThrownBy(() -> json.parse(utf8("\uFEFF{}")))
                .hasMessage("value must not begin with a byte order mark");
    }

    @Test
    void boundsDepth() {
        assertThat(json.parse(utf8("[".repeat(64) + "]".repeat(64)))).isNotNull();
        assertRejected(utf8("[".repeat(65) + "]".repeat(65)));
        assertRejected(utf8("[".repeat(60_000)));
    }

    @Test
    void boundsNumbers() {
        assertThat(json.parse(utf8("[" + "9".repeat(100) + ", 1e400]"))).isNotNull();
        assertRejected(utf8("9".repeat(101)));
    }

    @Test
    void givesThePositionOfTheFault() {
        assertThatThrownBy(() -> json.parse(utf8("{\n  \"a\": nobody@example.org}")))
                .hasMessageContaining("line 2, column 8")
                .hasMessageNotContaining("nobody");
    }

    private void assertRejected(byte[] bytes) {
        assertThatThrownBy(() -> json.parse(bytes))
                .isInstanceOfSatisfying(
                        RejectedException.class, e -> assertThat(e.code()).isEqualTo(RejectionCode.NOT_JSON));
    }

    /** All names have the same hash in Jackson's table of names, which fails on so many collisions. */
    @Test
    void readsNamesWithCollidingHashes() {
        var names = IntStream.range(0, 1024)
                .mapToObj(number -> Integer.toBinaryString(1024 + number))
                .map(digits -> "\"" + digits.replace("0", "aB").replace("1", "b!") + "\":1")
                .collect(Collectors.joining(",", "{", "}"));

        assertThat(new StrictJson().parse(names.getBytes(StandardCharsets.UTF_8)))
                .hasSize(1024);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
