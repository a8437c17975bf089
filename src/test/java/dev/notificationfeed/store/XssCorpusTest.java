package dev.notificationfeed.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.notificationfeed.fixture.HtmlJudge;
import dev.notificationfeed.fixture.XssVector;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Nothing of what is known to run script does so after the sanitiser, in the eyes of a parser that is not the sanitiser's. */
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
    void leavesNothingThatRuns(XssVector vector) {
        assertThat(HtmlJudge.faultsOf(sanitized(vector.html()))).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void leavesNothingThatBecomesSomethingElse(XssVector vector) {
        assertThat(HtmlJudge.changesOf(sanitized(vector.html()))).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void changesNothingTheSecondTime(XssVector vector) {
        var once = sanitized(vector.html());

        assertThat(withoutBlankEnds(sanitized(once))).isEqualTo(withoutBlankEnds(once));
    }

    /** A value with a backtick gets a blank at its end, each time: old browsers took the two for quotes. */
    private static String withoutBlankEnds(String html) {
        return html.replaceAll(" +\"", "\"");
    }

    private String sanitized(String html) {
        var safe = sanitizer.sanitize(html);
        return safe == null ? "" : safe;
    }
}
