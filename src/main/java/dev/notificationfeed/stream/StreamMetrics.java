package dev.notificationfeed.stream;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts what streams do. */
@Singleton
class StreamMetrics {

    private final MeterRegistry registry;
    private final Map<FeedStream.End, Counter> ended = new EnumMap<>(FeedStream.End.class);
    private final AtomicInteger open;
    private final Counter items;
    private final Counter unread;
    private final Counter resets;
    private final Counter heartbeats;

    StreamMetrics(MeterRegistry registry, StreamConfig config) {
        this.registry = registry;
        this.open = registry.gauge("notifications.streams.open", new AtomicInteger());
        registry.gauge("notifications.streams.limit", config, StreamConfig::perReplica);
        this.items = frames("item");
        this.unread = frames("unread");
        this.resets = frames("reset");
        this.heartbeats = frames("heartbeat");
        for (FeedStream.End reason : FeedStream.End.values()) {
            ended.put(reason, endings(reason));
        }
    }

    private Counter frames(String kind) {
        return Counter.builder("notifications.stream.frames")
                .description("Frames written to streams")
                .tag("kind", kind)
                .register(registry);
    }

    /** There from the start, so that an alert can be written on it. */
    private Counter endings(FeedStream.End reason) {
        return Counter.builder("notifications.streams.ended")
                .description("Streams that ended, by what ended them")
                .tag("reason", reason.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .register(registry);
    }

    /** How many streams are open on this replica; also the number that the limit is held against. */
    AtomicInteger open() {
        return open;
    }

    void item() {
        items.increment();
    }

    void unread() {
        unread.increment();
    }

    void reset() {
        resets.increment();
    }

    void heartbeat() {
        heartbeats.increment();
    }

    void ended(FeedStream.End reason) {
        ended.get(reason).increment();
    }
}
