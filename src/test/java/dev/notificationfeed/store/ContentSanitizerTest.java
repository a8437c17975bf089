package dev.notificationfeed.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContentSanitizerTest {

    private final ContentSanitizer sanitizer = new ContentSanitizer();

    @Test
    void keepsOnlyTextAndLinksOfAHostileMessage() {
        String hostile =
                "<p onclick=\"alert(1)\">Hello</p><script>alert(1)</script><a href=\"javascript:alert(1)\">x</a>"
                        + "<a href=\"https://example.org\" target=\"_blank\">ok</a>"
                        + "<iframe src=\"https://example.org\"></iframe>";

        assertThat(sanitizer.sanitize(hostile))
                .isEqualTo("<p>Hello</p>x<a href=\"https://example.org\" target=\"_blank\" rel=\"noopener\">ok</a>");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<h1>a</h1><h2>b</h2><blockquote>c</blockquote><pre><code>d</code></pre>",
                "<p><b>a</b><i>b</i><em>c</em><strong>d</strong><u>e</u><s>f</s></p>",
                "<ul><li>a</li></ul><ol><li>b</li></ol>",
                "<table><tbody><tr><td colspan=\"2\">a</td></tr></tbody></table>",
                "<p>Été, “quoted”, 日本語</p>",
                "a@example.org = 1 + 1, it's \"so\" `code` 🎉",
                "<img src=\"https://e.org/?a=1+1@b\" alt=\"it's = + @ 🎉\" />"
            })
    void keepsStructure(String html) {
        assertThat(sanitizer.sanitize(html)).isEqualTo(html);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<a href=\"http://example.org\">a</a>       | <a href=\"http://example.org\" rel=\"noopener\">a</a>",
                "<a href=\"mailto:a&#64;example.org\">a</a> | <a href=\"mailto:a@example.org\" rel=\"noopener\">a</a>",
                "<a href=\"data:text/html,x\">a</a>         | a",
                "<a href=\" https://example.org \">a</a>    | <a href=\"https://example.org\" rel=\"noopener\">a</a>",
                "<a href=\"/path\">a</a>                    | a",
                "<a href=\"//example.org\">a</a>            | a",
                "<a href=\"https:path\">a</a>               | a",
                "<a href=\"#part\" id=\"x\">a</a>           | a",
                "<a href=\"http://example.org\" target=\"_top\">a</a> | <a href=\"http://example.org\" rel=\"noopener\">a</a>",
                "<p style=\"position:fixed\">a</p>          | <p>a</p>",
                "<svg onload=\"alert(1)\"></svg>a           | a",
                "<form action=\"https://e.org\"><input name=\"p\">a</form> | a",
                "<img src=\"https://e.org/x.png\" alt=\"a\" onerror=\"b\"> | <img src=\"https://e.org/x.png\" alt=\"a\" />",
                "<img src=\"http://e.org/x.png\" alt=\"a\">  | <img alt=\"a\" />",
                "<b>never closed                            | <b>never closed</b>"
            })
    void allowsOnlySafeLinksAndPictures(String html, String safe) {
        assertThat(sanitizer.sanitize(html)).isEqualTo(safe);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '#',
            delimiter = '|',
            value = {
                "<img alt='a \"b\" &quot;c&#34;'>    | <img alt=\"a &#34;b&#34; &#34;c&#34;\" />",
                "<img alt='`'>                        | <img alt=\"&#96; \" />",
                "&lt;b&gt; &amp;lt; &#38;#34; &#60;   | &lt;b&gt; &amp;lt; &amp;#34; &lt;",
                "&amp;#64; &#38;#x1f389;              | &amp;#64; &amp;#x1f389;",
                "{{x}}                                | {<!-- -->{x}}"
            })
    void keepsWhatMeansSomethingEscaped(String html, String safe) {
        assertThat(sanitizer.sanitize(html)).isEqualTo(safe);
    }

    @ParameterizedTest
    @ValueSource(strings = {"@", "=", "+", "'", "\"", "`", "a", "é", "🎉", "&nbsp;", "<b>x</b>", "<br />"})
    void doesNotEnlarge(String html) {
        var content = html.repeat(48 * 1024 / html.getBytes(UTF_8).length);

        assertThat(sanitizer.sanitize(content).getBytes(UTF_8)).hasSizeLessThanOrEqualTo(48 * 1024);
        assertThat(sanitizer.makesTooLarge(content)).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '#',
            value = {"&, 19660, false", "&, 19661, true", "{, 10922, false", "{, 10923, true", "<p>, 16384, true"})
    void findsContentThatIsTooLargeWhenSanitised(String html, int times, boolean tooLarge) {
        assertThat(sanitizer.makesTooLarge(html.repeat(times))).isEqualTo(tooLarge);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "<script>alert(1)</script>", "<style>p {}</style>"})
    void isNullWhenNoContentRemains(String html) {
        assertThat(sanitizer.sanitize(html)).isNull();
    }
}
