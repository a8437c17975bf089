package dev.notificationfeed.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.notificationfeed.feed.FeedRecord;
import dev.notificationfeed.feed.Feeds;
import dev.notificationfeed.feed.RecentFeed;
import dev.notificationfeed.fixture.LiveObjects;
import dev.notificationfeed.fixture.SettableClock;
import dev.notificationfeed.notification.Recipient;
import dev.notificationfeed.store.UnreadItems;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The cost of a stream in objects, bytes and commands, which does not depend on the machine. */
class StreamCostTest {

    private static final int STREAMS = 5_000;

    /** Twice the present size, because JVMs lay out objects differently. */
    private static final long MOST_BYTES = 2_000;

    private static final long MOST_OBJECTS = 50;

    private final SettableClock clock = new SettableClock();
    private final RecentFeed recent = Feeds.recent(clock);
    private final Set<Buffer> frames = Collections.newSetFromMap(new IdentityHashMap<>());
    private int written;
    private int storeCommands;
    private final Streams streams = streams();

    private Streams streams() {
        Feeds.restart(recent, Feeds.EPOCH, 0);
        StreamConfig config = Feeds.streamConfig(Map.of("notifications.stream.per-recipient", "100"));
        return new Streams(
                config,
                clock,
                Feeds.following(),
                recent,
                new ResumeResolver(recent, null, null),
                new UnreadLoader(this::nothingUnread, Runnable::run, config.unreadMost()),
                new StreamMetrics(new SimpleMeterRegistry(), config));
    }

    @Test
    void createsOneFrameForAllStreamsOfARecipient() {
        String before = recent.present("ann").toString();
        IntStream.range(0, 50).forEach(i -> open("ann", null));

        arrive(Feeds.created("ann", "a", 1), 0);
        IntStream.range(0, 50).forEach(i -> open("ann", before));

        assertThat(written).isEqualTo(100);
        assertThat(frames).hasSize(1);
    }

    @Test
    void sendsNoStoreCommandsForEvents() {
        IntStream.range(0, 50).forEach(i -> open("ann", null));
        int commands = storeCommands;

        IntStream.range(0, 1_000).forEach(i -> arrive(Feeds.created("ann", "item-" + i, 1), i));
        streams.tickAll();

        assertThat(written).isEqualTo(50_000);
        assertThat(storeCommands).isEqualTo(commands).isEqualTo(1);
    }

    @Test
    void keepsIdleStreamsSmall() {
        LiveObjects before = LiveObjects.now();

        IntStream.range(0, STREAMS).forEach(i -> open("recipient-" + i, null));
        LiveObjects held = LiveObjects.now().sinceIfMoreThan(STREAMS / 2, before);

        assertThat(held.bytes() / STREAMS).as(held::toString).isBetween(MOST_BYTES / 10, MOST_BYTES);
        assertThat(held.count() / STREAMS).as(held::toString).isBetween(MOST_OBJECTS / 10, MOST_OBJECTS);
    }

    private void open(String recipient, String lastEventId) {
        streams.open(
                        new Recipient(recipient),
                        lastEventId,
                        clock.instant().plus(Duration.ofHours(1)),
                        new CountingOutlet())
                .await()
                .indefinitely()
                .start();
    }

    private void arrive(FeedRecord record, long offset) {
        streams.arrived(Feeds.append(recent, record, offset, clock));
    }

    private Uni<UnreadItems> nothingUnread(Collection<Recipient> recipients, int most) {
        storeCommands++;
        return Uni.createFrom()
                .item(new UnreadItems(
                        recipients.stream().collect(Collectors.toMap(one -> one, one -> Map.of())), true));
    }

    /** Takes everything and keeps nothing but the item frames that were not joined, by identity. */
    private final class CountingOutlet implements Outlet {

        private static final String ITEM = "event: created";

        @Override
        public void run(Runnable work) {
            work.run();
        }

        @Override
        public Future<Void> write(Buffer bytes) {
            String text = bytes.toString();
            if (text.startsWith(ITEM)) {
                frames.add(bytes);
            }
            written += text.split(ITEM, -1).length - 1;
            return Future.succeededFuture();
        }

        @Override
        public void end(Buffer bytes) {}

        @Override
        public void abort() {}

        @Override
        public void onClosed(Consumer<Departure> gone) {}
    }
}
