package dev.notificationfeed.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.notificationfeed.fixture.HtmlSafetyCheck;
import dev.notificationfeed.fixture.XssVector;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Pieces of the known vectors, joined at random, run no script either. */
class HostileContentPropertiesTest {

    private final ContentSanitizer sanitizer = new ContentSanitizer();

    @Property(tries = 2_000)
    void removesEverythingExecutable(@ForAll("pieces") String html) {
        var safe = sanitizer.sanitize(html);

        assertThat(HtmlSafetyCheck.faultsOf(safe == null ? "" : safe)).isEmpty();
    }

    /** The most seen is nine bytes for a brace; content that cannot become too large is not sanitised to find that out. */
    @Property(tries = 2_000)
    void growsLessThanTheSanitizerAllowsFor(@ForAll("pieces") String html) {
        var safe = sanitizer.sanitize(html);

        assertThat(safe == null ? 0 : safe.getBytes(UTF_8).length).isLessThanOrEqualTo(16 * html.length());
    }

    @Provide
    Arbitrary<String> pieces() {
        return Combinators.combine(
                        Arbitraries.of(XssVector.all()),
                        Arbitraries.doubles().between(0, 1),
                        Arbitraries.doubles().between(0, 1))
                .as((vector, from, to) -> piece(vector.html(), Math.min(from, to), Math.max(from, to)))
                .list()
                .ofMinSize(1)
                .ofMaxSize(6)
                .map(pieces -> String.join("", pieces));
    }

    private static String piece(String html, double from, double to) {
        return html.substring((int) (html.length() * from), (int) (html.length() * to));
    }
}
