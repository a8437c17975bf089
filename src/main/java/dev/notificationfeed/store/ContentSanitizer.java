package dev.notificationfeed.store;

import jakarta.inject.Singleton;
import java.util.regex.Pattern;
import org.owasp.html.HtmlPolicyBuilder;
import org.owasp.html.PolicyFactory;

/**
 * Makes the body of a message safe to show: text, structure, links and pictures stay, everything that runs, loads a
 * frame, sends a form or dresses up as the page goes. Pictures are allowed over https alone, because archived e-mails
 * have them. Links say in full where they lead, because a relative one would lead into whichever page shows it, and open
 * there or in a new window, never in one that the page has named.
 */
@Singleton
final class ContentSanitizer {

    private static final Pattern ABSOLUTE = Pattern.compile("(?i)(https?://|mailto:).+");
    private static final Pattern NEW_WINDOW = Pattern.compile("_blank");
    private static final Pattern HTTPS = Pattern.compile("(?i)https://.+");
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,4}");

    private final PolicyFactory policy = new HtmlPolicyBuilder()
            .allowElements("h1", "h2", "h3", "h4", "h5", "h6", "p", "div", "span", "br", "hr", "blockquote", "pre")
            .allowElements("b", "strong", "i", "em", "u", "s", "code", "sub", "sup", "small")
            .allowElements("ul", "ol", "li", "dl", "dt", "dd", "a", "img")
            .allowElements("table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td")
            .allowStandardUrlProtocols()
            .allowAttributes("href")
            .matching(ABSOLUTE)
            .onElements("a")
            .allowAttributes("target")
            .matching(NEW_WINDOW)
            .onElements("a")
            .requireRelsOnLinks("noopener")
            .skipRelsOnLinks("noreferrer")
            .allowAttributes("src")
            .matching(HTTPS)
            .onElements("img")
            .allowAttributes("alt")
            .onElements("img")
            .allowAttributes("width", "height")
            .matching(NUMBER)
            .onElements("img")
            .allowAttributes("colspan", "rowspan")
            .matching(NUMBER)
            .onElements("th", "td")
            .toFactory();

    /** Safe HTML, or null when there is nothing left to read. */
    String sanitize(String html) {
        if (html == null) {
            return null;
        }
        String safe = policy.sanitize(html);
        return safe.isBlank() ? null : safe;
    }
}
