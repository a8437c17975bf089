package dev.notificationfeed.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.notificationfeed.notification.Change;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** Changes as ingest passes them to the store, each with a record of its own. */
public final class Arrivals {

    private static final AtomicLong OFFSETS = new AtomicLong();

    private Arrivals() {}

    /** Changes that are published now. */
    public static List<Received> now(Change... changes) {
        return at(Instant.now(), List.of(changes));
    }

    /** Changes that were published at a time. */
    public static List<Received> at(Instant published, List<? extends Change> changes) {
        return changes.stream()
                .map(change -> new Received(change, record(change, published)))
                .toList();
    }

    private static OriginalRecord record(Change change, Instant published) {
        return new OriginalRecord(
                "notification-events",
                0,
                OFFSETS.getAndIncrement(),
                published.toEpochMilli(),
                change.recipient().value().getBytes(UTF_8),
                "{}".getBytes(UTF_8),
                List.of(new OriginalRecord.Header("traceparent", "00-1-2-01".getBytes(UTF_8))));
    }
}
