package dev.notificationfeed.event;

/**
 * One record of the topic, as far as an event is made of it.
 *
 * @param value the value, or null; not copied, and never changed here
 * @param headers the record's headers
 */
public record IncomingRecord(byte[] value, Headers headers) {

    /** The headers of a record, found by exact name. */
    @FunctionalInterface
    public interface Headers {

        /** The value of the last header of that name, or null where there is none. */
        byte[] last(String name);
    }

    boolean hasNoValue() {
        return value == null || value.length == 0;
    }
}
