package dev.notificationfeed.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.notificationfeed.fixture.HtmlSafetyCheck;
import dev.notificationfeed.fixture.XssVector;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** No known XSS vector runs a script after sanitising, as judged by a parser other than the sanitiser's. */
class XssCorpusTest {

    private static final String[] FAMILIES = {
        "script",
        "handler:",
        "javascript:",
        "data:",
        "svg:",
        "math:",
        "style:",
        "meta:",
        "base:",
        "form:",
        "template:",
        "frame:",
        "mutation:",
        "text:"
    };

    private final ContentSanitizer sanitizer = new ContentSanitizer();

    static List<XssVector> vectors() {
        return XssVector.all();
    }

    @Test
    void corpusHasEveryFamily() {
        assertThat(vectors()).hasSizeGreaterThanOrEqualTo(160);
        for (var family : FAMILIES) {
            assertThat(vectors()).as(family).anyMatch(vector -> vector.name().startsWith(family));
        }
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void removesEverythingExecutable(XssVector vector) {
        assertThat(HtmlSafetyCheck.faultsOf(sanitized(vector.html()))).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void parsesToTheSameDocumentAgain(XssVector vector) {
        assertThat(HtmlSafetyCheck.changesOf(sanitized(vector.html()))).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void isIdempotent(XssVector vector) {
        var once = sanitized(vector.html());

        assertThat(withoutTrailingBlanks(sanitized(once))).isEqualTo(withoutTrailingBlanks(once));
    }

    /** The sanitiser appends a blank to a value with a backtick each time, because old browsers took backticks for quotes. */
    private static String withoutTrailingBlanks(String html) {
        return html.replaceAll(" +\"", "\"");
    }

    private String sanitized(String html) {
        var safe = sanitizer.sanitize(html);
        return safe == null ? "" : safe;
    }
}
