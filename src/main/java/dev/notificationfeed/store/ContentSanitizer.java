package dev.notificationfeed.store;

import dev.notificationfeed.notification.Creation;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.owasp.html.HtmlPolicyBuilder;
import org.owasp.html.PolicyFactory;

/**
 * Makes the body of a message safe to show. It keeps text, structure, links and pictures, and removes scripts, frames, forms
 * and styles. Pictures are allowed over https only, because archived e-mails have them. Links must be absolute, because a
 * relative link would resolve against the page that shows the message. A link opens in the same or in a new window, never in
 * a window that the page has named.
 */
@Singleton
public final class ContentSanitizer {

    /** Maximum size of sanitised content in bytes of UTF-8. Sanitising adds end tags and escapes {@code &} and {@code <}. */
    public static final int MAX_BYTES = 2 * Creation.MAX_CONTENT_BYTES;

    /** More bytes than sanitising makes of one char of content; the most seen are nine, of a brace. */
    private static final int GREATEST_GROWTH = 16;

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

    /** Safe HTML; null if no content remains. */
    String sanitize(String html) {
        if (html == null) {
            return null;
        }
        String safe = HarmlessEntities.decode(policy.sanitize(html));
        return safe.isBlank() ? null : safe;
    }

    /** Whether content is over {@link #MAX_BYTES} when sanitised, so that an event with it must be refused. */
    public boolean makesTooLarge(String html) {
        if (html == null || html.length() <= MAX_BYTES / GREATEST_GROWTH) {
            return false;
        }
        String safe = sanitize(html);
        return safe != null && safe.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES;
    }
}
