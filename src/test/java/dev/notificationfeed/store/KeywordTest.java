package dev.notificationfeed.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeywordTest {

    @ParameterizedTest
    @CsvSource({"abc,ABC", "ÉTÉ,été", "Ω,ω", "ДА,да", "a.b,A.B", "(x),(X)", "😀,😀", "ǆ,ǅ"})
    void ignoresCaseOnAServerThatIgnoresItForAsciiOnly(String keyword, String text) {
        var asciiCaseOnly = Pattern.compile(new Keyword(keyword).pattern(), Pattern.CASE_INSENSITIVE);

        assertThat(asciiCaseOnly.matcher(text).find()).isTrue();
    }

    @Test
    void patternIsValidInBson() {
        assertThat(new Keyword("a\u0000b").pattern()).isEqualTo("a\\x00b");
    }
}
