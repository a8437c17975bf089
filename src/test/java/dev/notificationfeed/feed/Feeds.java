package dev.notificationfeed.feed;

import dev.notificationfeed.kafka.TopicsConfig;
import dev.notificationfeed.notification.Publication.Kind;
import dev.notificationfeed.stream.StreamConfig;
import io.quarkus.runtime.configuration.DurationConverter;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.runtime.configuration.MemorySizeConverter;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/** What tests of the feed begin with. */
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
