package dev.notificationfeed.feed;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A place in the feed topic, opaque to clients: the client has seen every record before it.
 *
 * @param epoch the log that the offset belongs to, see {@link Epoch}
 * @param partition the recipient's partition
 * @param offset the offset of the next record
 * @param leaderEpoch Kafka's leader epoch of the record before the offset; {@link #UNKNOWN} if it is not known
 */
public record Position(String epoch, int partition, long offset, int leaderEpoch) {

    /** No leader epoch: no record is before the offset, or the position is from a version that wrote none. */
    public static final int UNKNOWN = -1;

    private static final Pattern FORM =
            Pattern.compile("([0-9a-f]{10})-(0|[1-9][0-9]{0,5})-(0|[1-9][0-9]{0,17})(?:-(0|[1-9][0-9]{0,8}))?");

    /** Parses the form that {@link #toString} writes; null if the text has another form. */
    public static Position parse(String text) {
        Matcher parts = FORM.matcher(text);
        if (!parts.matches()) {
            return null;
        }
        int leaderEpoch = parts.group(4) == null ? UNKNOWN : Integer.parseInt(parts.group(4));
        return new Position(
                parts.group(1), Integer.parseInt(parts.group(2)), Long.parseLong(parts.group(3)), leaderEpoch);
    }

    @Override
    public String toString() {
        return epoch + "-" + partition + "-" + offset + (leaderEpoch == UNKNOWN ? "" : "-" + leaderEpoch);
    }
}
