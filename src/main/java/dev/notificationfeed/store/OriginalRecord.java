package dev.notificationfeed.store;

import java.time.Instant;
import java.util.List;

/**
 * The Kafka record of an upstream event as its producer sent it, so that a change that is kept for a while can still become a
 * dead letter with its original position. A null component is an absent field in MongoDB.
 *
 * @param timestamp when it was first published, in milliseconds since the epoch; negative if unknown
 * @param key the key, or null; not copied
 * @param value the value, or null; not copied
 */
public record OriginalRecord(
        String topic, int partition, long offset, long timestamp, byte[] key, byte[] value, List<Header> headers) {

    /**
     * A header of the record.
     *
     * @param value the value, or null; not copied
     */
    public record Header(String name, byte[] value) {}

    /** Copies the list. A record that was stored without headers has an empty list. */
    public OriginalRecord {
        headers = headers == null ? List.of() : List.copyOf(headers);
    }

    /** When the event was first published. An unknown time counts as the earliest one. */
    public Instant publishedAt() {
        return Instant.ofEpochMilli(timestamp);
    }
}
