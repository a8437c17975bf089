package dev.notificationfeed.feed;

import dev.notificationfeed.kafka.TopicFacts;
import dev.notificationfeed.wire.Sha256;
import java.nio.ByteBuffer;

/** Identifies one log of the feed: a short digest of the topic's id and number of partitions. Positions are valid in one epoch only. */
final class Epoch {

    private static final int BYTES = 5;

    private Epoch() {}

    static String of(TopicFacts feed) {
        ByteBuffer identity = ByteBuffer.allocate(2 * Long.BYTES + Integer.BYTES)
                .putLong(feed.id().getMostSignificantBits())
                .putLong(feed.id().getLeastSignificantBits())
                .putInt(feed.partitions());
        return Sha256.hex(identity.array(), BYTES);
    }
}
