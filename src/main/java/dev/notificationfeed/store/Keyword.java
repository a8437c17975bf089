package dev.notificationfeed.store;

import static com.mongodb.client.model.Filters.regex;

import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.bson.conversions.Bson;

/**
 * A literal, case-insensitive search text.
 *
 * <p>Servers differ in case-insensitive matching outside ASCII, so the pattern lists all cases of each such letter.
 */
record Keyword(String text) {

    /** Selects documents whose field contains the text. */
    Bson in(String field) {
        return regex(field, pattern(), "i");
    }

    /** Whether a constant contains the text. */
    boolean isIn(String constant) {
        return constant.toLowerCase(Locale.ROOT).contains(text.toLowerCase(Locale.ROOT));
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
        // A hexadecimal escape is valid for every other ASCII character, and for NUL, which a BSON regex cannot
        // contain.
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
