package dev.notificationfeed.store;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Replaces character references in sanitised HTML by the characters themselves, where HTML reads them as text. The sanitiser
 * writes these references for old browsers and for pages in UTF-7, and they make five bytes of one: 48 KiB of {@code @} would
 * be 240 KiB.
 */
final class HarmlessEntities {

    /** In text; in double-quoted values of attributes all but the last two. */
    private static final String HARMLESS = "@=+'\"`";

    private static final String ONLY_IN_TEXT = "\"`";

    /** Both ends of a tag, which sanitised HTML has nowhere else, and the references that the sanitiser writes. */
    private static final Pattern TAGS_AND_REFERENCES = Pattern.compile("[<>]|&#(?:([0-9]{2})|x([0-9a-f]{5,6}));");

    private HarmlessEntities() {}

    /** @param html the output of the sanitiser */
    static String decode(String html) {
        Matcher found = TAGS_AND_REFERENCES.matcher(html);
        StringBuilder decoded = new StringBuilder(html.length());
        boolean inTag = false;
        while (found.find()) {
            if (found.group().length() == 1) {
                inTag = found.group().equals("<");
            }
            found.appendReplacement(decoded, Matcher.quoteReplacement(plain(found, inTag)));
        }
        return found.appendTail(decoded).toString();
    }

    private static String plain(Matcher found, boolean inTag) {
        if (found.group(1) != null) {
            String character = Character.toString(Integer.parseInt(found.group(1)));
            return HARMLESS.contains(character) && !(inTag && ONLY_IN_TEXT.contains(character))
                    ? character
                    : found.group();
        }
        return found.group(2) == null ? found.group() : supplementary(Integer.parseInt(found.group(2), 16), found);
    }

    /** An emoji, for example. */
    private static String supplementary(int codePoint, Matcher found) {
        return Character.isSupplementaryCodePoint(codePoint) ? Character.toString(codePoint) : found.group();
    }
}
