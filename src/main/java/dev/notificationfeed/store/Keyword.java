package dev.notificationfeed.store;

import static com.mongodb.client.model.Filters.regex;

import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.bson.conversions.Bson;

/**
 * A text to be found literally, whatever the case.
 *
 * <p>Servers differ in what "ignore case" means outside ASCII, so each such letter is written with all its cases.
 */
record Keyword(String text) {

    /** Matches where the field contains the text. */
    Bson in(String field) {
        return regex(field, pattern(), "i");
    }

    /** Whether a fixed text contains it. */
    boolean isIn(String fixed) {
        return fixed.toLowerCase(Locale.ROOT).contains(text.toLowerCase(Locale.ROOT));
    }

    String pattern() {
        return text.codePoints().mapToObj(Keyword::literal).collect(Collectors.joining());
    }

    private static String literal(int c) {
        if (c > 0x7f) {
            return anyCase(c);
        }
        if (Character.isLetterOrDigit(c)) {
            return Character.toString(c);
        }
        // A hexadecimal escape is right for every other ASCII character, also for NUL, which BSON could not carry.
        return String.format("\\x%02x", c);
    }

    private static String anyCase(int c) {
        String cases = IntStream.of(c, Character.toLowerCase(c), Character.toUpperCase(c), Character.toTitleCase(c))
                .distinct()
                .mapToObj(Character::toString)
                .collect(Collectors.joining());
        return "[" + cases + "]";
    }
}
