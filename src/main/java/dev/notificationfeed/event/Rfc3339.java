package dev.notificationfeed.event;

import dev.notificationfeed.notification.InvalidFieldException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/** Parses instants of RFC 3339, section 5.6. {@code java.time} alone accepts more, e.g. a time without seconds. */
final class Rfc3339 {

    private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
    static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999Z");

    private static final String SEPARATORS = "____-__-__T__:__:__";
    private static final int SECONDS_END = SEPARATORS.length();

    /** Sign, hours and minutes. */
    private static final String OFFSET = "_00:00";

    private static final int DIGITS_OF_MILLIS = 3;
    private static final int NANOS_OF_MILLI = 1_000_000;

    private Rfc3339() {}

    /**
     * Parses an instant and truncates it to milliseconds.
     *
     * @throws InvalidFieldException if the text is malformed, the date does not exist, or the year is out of range
     */
    static Instant instant(String field, String text) {
        Instant instant = parse(field, text);
        if (instant.isBefore(FIRST) || instant.isAfter(LAST)) {
            throw new InvalidFieldException(field, "must lie in the years 0001 to 9999");
        }
        return instant;
    }

    /** Each event has up to three instants, so this uses neither a regular expression nor substrings. */
    private static Instant parse(String field, String text) {
        try {
            requireSeparators(text);
            int zone = endOfFraction(text);
            return LocalDateTime.of(
                            number(text, 0, 4),
                            number(text, 5, 7),
                            number(text, 8, 10),
                            number(text, 11, 13),
                            number(text, 14, 16),
                            number(text, 17, SECONDS_END),
                            millis(text, zone) * NANOS_OF_MILLI)
                    .toInstant(offset(text, zone));
        } catch (DateTimeException e) {
            throw malformed(field);
        }
    }

    private static void requireSeparators(String text) {
        require(text.length() > SECONDS_END);
        for (int i = 0; i < SECONDS_END; i++) {
            char expected = SEPARATORS.charAt(i);
            require(expected == '_' || toUpperCase(text.charAt(i)) == expected);
        }
    }

    /** The index of the zone, which follows the seconds or a fraction of any number of digits. */
    private static int endOfFraction(String text) {
        if (text.charAt(SECONDS_END) != '.') {
            return SECONDS_END;
        }
        int end = SECONDS_END + 1;
        while (end < text.length() && isDigit(text.charAt(end))) {
            end++;
        }
        require(end > SECONDS_END + 1 && end < text.length());
        return end;
    }

    private static int millis(String text, int end) {
        int millis = 0;
        for (int i = 1; i <= DIGITS_OF_MILLIS; i++) {
            int place = SECONDS_END + i;
            millis = millis * 10 + (place < end ? text.charAt(place) - '0' : 0);
        }
        return millis;
    }

    private static ZoneOffset offset(String text, int start) {
        char sign = text.charAt(start);
        if (toUpperCase(sign) == 'Z') {
            require(text.length() == start + 1);
            return ZoneOffset.UTC;
        }
        require((sign == '+' || sign == '-') && text.length() == start + OFFSET.length());
        require(text.charAt(start + 3) == ':');
        int hours = number(text, start + 1, start + 3);
        int minutes = number(text, start + 4, start + 6);
        return sign == '+' ? ZoneOffset.ofHoursMinutes(hours, minutes) : ZoneOffset.ofHoursMinutes(-hours, -minutes);
    }

    private static int number(String text, int start, int end) {
        int number = 0;
        for (int i = start; i < end; i++) {
            require(isDigit(text.charAt(i)));
            number = number * 10 + text.charAt(i) - '0';
        }
        return number;
    }

    private static boolean isDigit(char character) {
        return character >= '0' && character <= '9';
    }

    private static char toUpperCase(char letter) {
        return letter >= 'a' && letter <= 'z' ? (char) (letter - 'a' + 'A') : letter;
    }

    private static void require(boolean form) {
        if (!form) {
            throw new DateTimeException("not of the form of RFC 3339");
        }
    }

    private static InvalidFieldException malformed(String field) {
        return new InvalidFieldException(field, "must be an RFC 3339 time such as 2025-09-09T22:58:00Z");
    }
}
