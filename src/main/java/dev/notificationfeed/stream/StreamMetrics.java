package dev.notificationfeed.stream;

import dev.notificationfeed.time.Faults;
import dev.notificationfeed.wire.WireName;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** The metrics of streams. */
@Singleton
class StreamMetrics {

    private final MeterRegistry registry;
    private final Map<StreamEnd, Counter> ended = new EnumMap<>(StreamEnd.class);
    private final Counter items;
    private final Counter unread;
    private final Counter resets;
    private final Counter heartbeats;
    private final Counter unreadCorrected;

    private final Faults faults = new Faults("streams");

    StreamMetrics(MeterRegistry registry, StreamConfig config) {
        this.registry = registry;
        registry.gauge("notifications.streams.limit", config, StreamConfig::perReplica);
        this.items = frames("item");
        this.unread = frames("unread");
        this.resets = frames("reset");
        this.heartbeats = frames("heartbeat");
        this.unreadCorrected = Counter.builder("notifications.stream.unread.corrected")
                .description("Unread counts that were wrong and were corrected from the store")
                .register(registry);
        for (StreamEnd reason : StreamEnd.values()) {
            ended.put(reason, endings(reason));
        }
    }

    private Counter frames(String kind) {
        return Counter.builder("notifications.stream.frames")
                .description("Frames written to streams")
                .tag("kind", kind)
                .register(registry);
    }

    /** Registered at startup, so that alerts find every reason. */
    private Counter endings(StreamEnd reason) {
        return Counter.builder("notifications.streams.ended")
                .description("Streams that ended, by reason")
                .tag("reason", WireName.of(reason))
                .register(registry);
    }

    /** Shows the number of open streams; the caller keeps the reference to it. */
    void showOpen(AtomicInteger open) {
        registry.gauge("notifications.streams.open", open);
    }

    /** Counts an unforeseen failure, which must concern no other stream. */
    void fault(Throwable fault) {
        faults.caught(fault);
    }

    /** Runs work for one recipient or stream; what it throws must not keep others from theirs. */
    void guard(Runnable work) {
        faults.guard(work);
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

    /** The count of a recipient differed from the store, and the feed did not say why. */
    void unreadCorrected() {
        unreadCorrected.increment();
    }

    void ended(StreamEnd reason) {
        ended.get(reason).increment();
    }
}
