package dev.notificationfeed.retention;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.lt;

import dev.notificationfeed.mongodb.Fields;
import org.bson.conversions.Bson;

/**
 * Part of the ids. They are evenly distributed hexadecimal digits, so a range of a certain width has about as many items
 * wherever it is. A range needs no sort: a server that does not sort by an index would read all later items for each batch.
 *
 * @param after the id before the range, or its first digits; empty for the first range
 * @param width the number of different first eight digits
 */
record IdRange(String after, long width) {

    private static final int DIGITS = 8;
    private static final long ALL = 1L << (4 * DIGITS);

    /** All ids after this one. */
    static IdRange from(String after) {
        return new IdRange(after, ALL);
    }

    Bson filter() {
        Bson later = gt(Fields.ID, after);
        return isLast() ? later : and(later, lt(Fields.ID, end()));
    }

    /** Whether no id comes after the range. */
    boolean isLast() {
        return endNumber() >= ALL;
    }

    /** The first digits of the ids after the range. */
    String end() {
        return String.format("%08x", endNumber());
    }

    /** The first half of the range. */
    IdRange half() {
        return new IdRange(after, Math.max(1, width / 2));
    }

    /** The range that follows, of another width. */
    IdRange next(boolean wider) {
        return new IdRange(end(), wider ? 2 * width : width);
    }

    private long endNumber() {
        return (after.isEmpty() ? 0 : Long.parseLong(after.substring(0, DIGITS), 16)) + width;
    }
}
