package dev.notificationfeed.stream;

import dev.notificationfeed.feed.Entry;
import dev.notificationfeed.feed.FeedRecord;
import dev.notificationfeed.feed.FeedState;
import dev.notificationfeed.feed.Feeds;
import dev.notificationfeed.feed.RecentFeed;
import dev.notificationfeed.fixture.SettableClock;
import dev.notificationfeed.notification.NotificationId;
import dev.notificationfeed.notification.Recipient;
import dev.notificationfeed.store.UnreadItems;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The streams of a replica whose sockets, store and feed are in memory. */
abstract class StreamsFixture {

    static final Recipient ANN = new Recipient("ann");
    static final NotificationId STORED = NotificationId.derivedFrom("/s", "stored");

    final SettableClock clock = new SettableClock();
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final FeedState state = Feeds.following();
    final RecentFeed recent = Feeds.recent(clock);
    final FakeOutlet outlet = new FakeOutlet();
    final Map<Recipient, Map<NotificationId, Long>> stored = new HashMap<>();
    final List<Recipient> asked = new ArrayList<>();
    int storeCommands;
    long nextOffset = 7;

    Streams streams(Map<String, String> settings) {
        Feeds.restart(recent, Feeds.EPOCH, nextOffset);
        StreamConfig config = Feeds.streamConfig(settings);
        return new Streams(
                config,
                clock,
                state,
                recent,
                new ResumeResolver(recent, null, null),
                new UnreadLoader(this::unread, Runnable::run, config.unreadMost()),
                new StreamMetrics(meters, config));
    }

    Uni<UnreadItems> unread(Collection<Recipient> recipients, int most) {
        storeCommands++;
        asked.addAll(recipients);
        Map<Recipient, Map<NotificationId, Long>> answer = new HashMap<>();
        recipients.forEach(recipient -> answer.put(recipient, stored.getOrDefault(recipient, Map.of())));
        return Uni.createFrom().item(new UnreadItems(answer, true));
    }

    void open(Streams streams, String lastEventId) {
        open(streams, lastEventId, outlet);
    }

    void open(Streams streams, String lastEventId, FakeOutlet opening) {
        Instant inAnHour = clock.instant().plus(Duration.ofHours(1));
        streams.open(ANN, lastEventId, inAnHour, opening).await().indefinitely().start();
    }

    void arrive(Streams streams, FeedRecord record) {
        Entry entry = Feeds.append(recent, record, nextOffset++, clock);
        if (entry != null) {
            streams.arrived(entry);
        }
    }

    double ended(String reason) {
        return meters.get("notifications.streams.ended")
                .tag("reason", reason)
                .counter()
                .count();
    }

    FakeOutlet open(Streams streams) {
        FakeOutlet opened = new FakeOutlet();
        prepare(streams, opened).start();
        return opened;
    }

    void openFor(Recipient recipient, Streams streams) {
        prepare(streams, recipient, new FakeOutlet()).start();
    }

    FeedStream prepare(Streams streams, FakeOutlet opening) {
        return prepare(streams, ANN, opening);
    }

    private FeedStream prepare(Streams streams, Recipient recipient, FakeOutlet opening) {
        Instant inAnHour = clock.instant().plus(Duration.ofHours(1));
        return streams.open(recipient, null, inAnHour, opening).await().indefinitely();
    }
}
