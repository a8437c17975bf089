package dev.notificationfeed.feed;

import dev.notificationfeed.kafka.Clients;
import dev.notificationfeed.kafka.TopicFacts;
import dev.notificationfeed.kafka.TopicsConfig;
import dev.notificationfeed.notification.Publication.Kind;
import dev.notificationfeed.stream.StreamConfig;
import io.quarkus.runtime.configuration.DurationConverter;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.runtime.configuration.MemorySizeConverter;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Uuid;

/** Builds configuration, records and recent feeds for tests. */
public final class Feeds {

    public static final String EPOCH = "0123456789";

    private Feeds() {}

    public static FeedConfig config(Map<String, String> settings) {
        return mapping(FeedConfig.class, settings);
    }

    public static StreamConfig streamConfig(Map<String, String> settings) {
        return mapping(StreamConfig.class, settings);
    }

    public static TopicsConfig topics(Map<String, String> settings) {
        return mapping(TopicsConfig.class, settings);
    }

    /** A publisher for tests without publications. */
    public static FeedPublisher idlePublisher() {
        return new FeedPublisher(null, null, null, null, null);
    }

    /** An empty recent feed with the default configuration. */
    public static RecentFeed recent(Clock clock) {
        return new RecentFeed(config(Map.of()), clock);
    }

    /** The follower of the recent feed has opened a log, and has read nothing back. */
    public static void restart(RecentFeed recent, String epoch, long... from) {
        recent.restart(epoch, from);
    }

    /** The follower has read a record of the first partition; null if there is nothing to show. */
    public static Entry append(RecentFeed recent, FeedRecord record, long offset, Clock clock) {
        return recent.append(record, 0, offset, clock.millis());
    }

    /** The follower has found no new record. */
    public static void evictOverdue(RecentFeed recent) {
        recent.evictOverdue();
    }

    /** The frames of all records leave the recent feed, as when hours have passed. */
    public static void evictAll(RecentFeed recent) {
        recent.evictWrittenBefore(Long.MAX_VALUE);
    }

    /** Polls after the follower opened the log again at a position; fails as that poll does. */
    public static void pollAt(String bootstrapServers, String topic, long offset, int leaderEpoch) {
        TopicFacts facts = new TopicFacts(topic, Uuid.ZERO_UUID, 1, List.of());
        FeedLog log = FeedLog.open(Clients.of(bootstrapServers).follower(), facts, Clock.systemUTC());
        try {
            log.from(new Position[] {new Position(EPOCH, 0, offset, leaderEpoch)});
            while (log.poll(Duration.ofMillis(100)).isEmpty()) {
                // Until it has records, or fails.
            }
        } finally {
            log.close();
        }
    }

    /** Reads a topic of one partition as the follower does, past corrupt records; returns how many records it skipped. */
    public static int corruptAmong(int records, String bootstrapServers, String topic) {
        TopicFacts facts = new TopicFacts(topic, Uuid.ZERO_UUID, 1, List.of());
        FeedLog log = FeedLog.open(Clients.of(bootstrapServers).follower(), facts, Clock.systemUTC());
        int skipped = 0;
        try {
            log.beginning();
            for (int read = 0; read + skipped < records; ) {
                try {
                    read += log.poll(Duration.ofMillis(100)).count();
                } catch (KafkaException e) {
                    log.skip(log.partitionOfCorruptRecord(e));
                    skipped++;
                }
            }
            return skipped;
        } finally {
            log.close();
        }
    }

    /** The state of a replica that follows the feed. */
    public static FeedState following() {
        FeedState state = new FeedState();
        state.following();
        return state;
    }

    /** The replica stops following. */
    public static void stopFollowing(FeedState state, String reason) {
        state.notFollowing(reason);
    }

    public static FeedRecord created(String recipient, String item, long version) {
        return record(Kind.CREATED, recipient, item, version, true);
    }

    public static FeedRecord read(String recipient, String item, long version) {
        return record(Kind.UPDATED, recipient, item, version, false);
    }

    public static FeedRecord unreadAgain(String recipient, String item, long version) {
        return record(Kind.UPDATED, recipient, item, version, true);
    }

    public static FeedRecord deleted(String recipient, String item, long version) {
        return record(Kind.DELETED, recipient, item, version, false);
    }

    public static FeedRecord erased(String recipient, String item, long version) {
        return record(Kind.ERASED, recipient, item, version, false);
    }

    /** Many items of the recipient changed; the id is that of the change. */
    public static FeedRecord manyChanges(String recipient, String id, long version) {
        return record(Kind.MANY_CHANGES, recipient, id, version, false);
    }

    private static FeedRecord record(Kind kind, String recipient, String item, long version, boolean unread) {
        String json = "{\"id\":\"" + item + "\",\"version\":" + version + "}";
        return new FeedRecord(kind, recipient, item, version, unread, json.getBytes(StandardCharsets.UTF_8));
    }

    private static <T> T mapping(Class<T> type, Map<String, String> settings) {
        return new SmallRyeConfigBuilder()
                .withMapping(type)
                .withConverter(Duration.class, 100, new DurationConverter())
                .withConverter(MemorySize.class, 100, new MemorySizeConverter())
                .withDefaultValues(settings)
                .build()
                .getConfigMapping(type);
    }
}
