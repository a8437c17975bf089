package dev.notificationfeed.event;

import dev.notificationfeed.notification.InvalidFieldException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Instants as RFC 3339 section 5.6 writes them. {@code java.time} alone would take more, e.g. a time without seconds. */
final class Rfc3339 {

    private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999Z");

    /** {@code java.time} takes nine digits of a fraction, the RFC any number. */
    private static final Pattern FORM = Pattern.compile(
            "([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\\.[0-9]{1,9})?)[0-9]*(Z|[+-][0-9]{2}:[0-9]{2})");

    private Rfc3339() {}

    /**
     * Reads an instant, kept to the millisecond.
     *
     * @throws InvalidFieldException if the text is not of the form, no such moment exists, or it is out of range
     */
    static Instant instant(String field, String text) {
        Matcher form = FORM.matcher(text.toUpperCase(Locale.ROOT));
        if (!form.matches()) {
            throw malformed(field);
        }
        Instant instant = existing(field, form.group(1) + form.group(2)).truncatedTo(ChronoUnit.MILLIS);
        if (instant.isBefore(FIRST) || instant.isAfter(LAST)) {
            throw new InvalidFieldException(field, "must lie in the years 0001 to 9999");
        }
        return instant;
    }

    private static Instant existing(String field, String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw malformed(field);
        }
    }

    private static InvalidFieldException malformed(String field) {
        return new InvalidFieldException(field, "must be an RFC 3339 time such as 2025-09-09T22:58:00Z");
    }
}
