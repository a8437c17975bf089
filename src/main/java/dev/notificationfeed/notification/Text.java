package dev.notificationfeed.notification;

/**
 * The rules for text. Lengths count Unicode code points, which are what a sender sees as characters.
 *
 * <p>NUL, other control characters and unpaired surrogates are refused: they are no text for a person, and BSON and UTF-8
 * cannot store all of them unchanged.
 */
public final class Text {

    private Text() {}

    /**
     * Checks one line of text.
     *
     * @param field the name for the error
     * @param value the text, never null
     * @param max the maximum number of code points; at least one is required
     * @return the value
     * @throws InvalidFieldException if a rule is broken
     */
    public static String line(String field, String value, int max) {
        int length = value.codePointCount(0, value.length());
        if (length < 1 || length > max) {
            throw new InvalidFieldException(field, "must have 1 to " + max + " characters");
        }
        requirePrintable(field, value, false);
        return value;
    }

    /**
     * Checks text of any length.
     *
     * @param field the name for the error
     * @param value the text, never null
     * @param multiline whether line breaks and tabs are allowed
     * @throws InvalidFieldException if it contains another control character or an unpaired surrogate
     */
    public static void requirePrintable(String field, String value, boolean multiline) {
        value.codePoints().forEach(c -> {
            if (Character.getType(c) == Character.SURROGATE) {
                throw new InvalidFieldException(field, "must not contain unpaired surrogates");
            }
            if (Character.isISOControl(c) && !(multiline && isLayout(c))) {
                throw new InvalidFieldException(field, "must not contain control characters");
            }
        });
    }

    private static boolean isLayout(int c) {
        return c == '\n' || c == '\r' || c == '\t';
    }
}
