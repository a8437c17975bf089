package dev.notificationfeed.feed;

import dev.notificationfeed.kafka.TopicFacts;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A short form of the feed topic's own id and number of partitions: when either changes, positions mean something else. */
final class Epoch {

    private static final int BYTES = 5;

    private Epoch() {}

    static String of(TopicFacts feed) {
        ByteBuffer identity = ByteBuffer.allocate(2 * Long.BYTES + Integer.BYTES)
                .putLong(feed.id().getMostSignificantBits())
                .putLong(feed.id().getLeastSignificantBits())
                .putInt(feed.partitions());
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(identity.array());
            return HexFormat.of().formatHex(digest, 0, BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
