package dev.notificationfeed.event;

/**
 * The parts of a Kafka record that an event is read from.
 *
 * @param value the value, or null; neither copied nor changed
 * @param headers the record's headers
 * @param timestamp the record's timestamp in milliseconds since the epoch; negative if it has none
 */
public record IncomingRecord(byte[] value, Headers headers, long timestamp) {

    /** The headers of a record, by exact name. */
    public interface Headers {

        /** The value of the last header of that name, or null where there is none. */
        byte[] last(String name);

        /** The names of all headers, in any order. */
        Iterable<String> names();
    }

    boolean hasNoValue() {
        return value == null || value.length == 0;
    }
}
