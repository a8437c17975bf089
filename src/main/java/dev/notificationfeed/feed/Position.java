package dev.notificationfeed.feed;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A place in the feed topic, opaque to clients: the client has seen every record before it.
 *
 * @param epoch the log that the offset belongs to, see {@link Epoch}
 * @param partition the recipient's partition
 * @param offset the offset of the next record
 */
public record Position(String epoch, int partition, long offset) {

    private static final Pattern FORM = Pattern.compile("([0-9a-f]{10})-(0|[1-9][0-9]{0,5})-(0|[1-9][0-9]{0,17})");

    /** Parses the form that {@link #toString} writes; null if the text has another form. */
    public static Position parse(String text) {
        Matcher parts = FORM.matcher(text);
        return parts.matches()
                ? new Position(parts.group(1), Integer.parseInt(parts.group(2)), Long.parseLong(parts.group(3)))
                : null;
    }

    @Override
    public String toString() {
        return epoch + "-" + partition + "-" + offset;
    }
}
