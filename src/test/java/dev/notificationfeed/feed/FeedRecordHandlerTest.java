package dev.notificationfeed.feed;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.notificationfeed.fixture.SettableClock;
import dev.notificationfeed.kafka.TopicFacts;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A record that cannot be handled is skipped, counted, and resets the streams that it may concern. */
class FeedRecordHandlerTest {

    private static final TopicFacts FEED = new TopicFacts("feed", Uuid.randomUuid(), 2, List.of());
    private static final String ITEM = "{\"id\":\"%s\",\"version\":1}";

    private final SettableClock clock = new SettableClock();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final RecentFeed recent = Feeds.recent(clock);
    private final Listener listener = new Listener();
    private final FeedRecordHandler handler = new FeedRecordHandler(
            new FeedCodec(new ObjectMapper()),
            recent,
            new MisroutedRecords(null, null),
            listener,
            new FeedMetrics(meters, clock, Feeds.following(), recent));

    private final String ann = recipientIn(0);
    private final String otherInHerPartition = recipientIn(0);
    private final String elsewhere = recipientIn(1);
    private Position before;

    @BeforeEach
    void start() {
        handler.restart(FEED, new long[] {7, 7}, new long[] {7, 7});
        before = recent.present(ann);
    }

    @Test
    void resetsTheRecipientOfACorruptRecord() {
        handler.handle(record(7, ann, "not json"));
        handler.handle(created(8, ann, "next"));

        assertThat(listener.resets).containsExactly(ann);
        assertThat(listener.arrived).containsExactly("next");
        assertThat(unreadable()).isEqualTo(1);
    }

    @Test
    void resetsThePartitionOfARecordWithoutValidKey() {
        handler.handle(record(7, "", "not json"));

        assertThat(listener.resets).containsExactly(ann, otherInHerPartition);
    }

    /** What the record said is not known, so a stream must not go on as if nothing had happened. */
    @Test
    void resumesNoPositionBeforeALostRecord() {
        handler.handle(created(7, ann, "read"));
        handler.handle(record(8, ann, "not json"));
        Position after = recent.present(ann);
        handler.handle(created(9, ann, "next"));
        Feeds.evictAll(recent);

        assertThat(recent.resetReasonFor(ann, before)).isEqualTo(ResetReason.TOO_OLD);
        assertThat(recent.resetReasonFor(ann, new Position(after.epoch(), after.partition(), 10, Position.UNKNOWN)))
                .isNull();
    }

    /** During a roll-out, old and new replicas read each other's records. */
    @Test
    void skipsARecordOfALaterVersionWithoutReset() {
        handler.handle(record(7, ann, "{\"v\":2,\"change\":\"created\",\"items\":[]}"));
        handler.handle(record(8, ann, "{\"v\":1,\"change\":\"painted\",\"item\":" + ITEM.formatted("x") + "}"));

        assertThat(listener.resets).isEmpty();
        assertThat(recent.resetReasonFor(ann, before)).isNull();
        assertThat(unreadable()).isEqualTo(2);
    }

    /** Faults that no part of the service has today. */
    @ParameterizedTest
    @ValueSource(classes = {IllegalStateException.class, StackOverflowError.class, NoClassDefFoundError.class})
    void goesOnAfterAFaultInHandlingARecord(Class<? extends Throwable> fault) {
        listener.fault = fault;
        handler.handle(created(7, ann, "faulty"));
        listener.fault = null;

        handler.handle(created(8, ann, "next"));

        assertThat(listener.resets).containsExactly(ann);
        assertThat(listener.arrived).containsExactly("next");
        assertThat(recent.ends()).extracting(Position::offset).containsExactly(9L, 7L);
        assertThat(unreadable()).isEqualTo(1);
    }

    /** Only the handler has read a record before the start: its leader epoch is that of the first position. */
    @Test
    void takesTheLeaderEpochOfTheRecordBeforeTheStart() {
        handler.handle(by(3, record(6, ann, "not json")));

        assertThat(recent.present(ann)).isEqualTo(new Position(before.epoch(), 0, 7, 3));
        assertThat(unreadable()).isZero();
    }

    /** A replica that lags resumes at a position of a log that is cut before the replica gets there. */
    @Test
    void resetsAStreamWhosePositionAheadTurnsOutToBeOfALogThatWasCut() {
        recent.cursorAt(ann, new Position(before.epoch(), 0, 9, 0));
        recent.cursorAt(otherInHerPartition, new Position(before.epoch(), 0, 9, 1));

        handler.handle(by(0, created(7, ann, "read")));
        assertThat(listener.resets).isEmpty();
        handler.handle(by(1, created(8, ann, "by the next leader")));

        assertThat(listener.resets).containsExactly(ann);
        handler.handle(by(1, created(9, ann, "next")));
        assertThat(listener.resets).containsExactly(ann);
    }

    private static ConsumerRecord<byte[], byte[]> by(int leaderEpoch, ConsumerRecord<byte[], byte[]> record) {
        return new ConsumerRecord<>(
                record.topic(),
                record.partition(),
                record.offset(),
                record.timestamp(),
                record.timestampType(),
                record.serializedKeySize(),
                record.serializedValueSize(),
                record.key(),
                record.value(),
                record.headers(),
                Optional.of(leaderEpoch));
    }

    private double unreadable() {
        return meters.get("notifications.feed.unreadable").counter().count();
    }

    private ConsumerRecord<byte[], byte[]> created(long offset, String recipient, String item) {
        return record(offset, recipient, "{\"v\":1,\"change\":\"created\",\"item\":" + ITEM.formatted(item) + "}");
    }

    private static ConsumerRecord<byte[], byte[]> record(long offset, String recipient, String value) {
        return new ConsumerRecord<>(FEED.name(), 0, offset, recipient.getBytes(UTF_8), value.getBytes(UTF_8));
    }

    private static String recipientIn(int partition) {
        return Stream.generate(() -> Uuid.randomUuid().toString())
                .filter(recipient -> Partitioning.partitionOf(recipient, 2) == partition)
                .findFirst()
                .orElseThrow();
    }

    /** Has streams of three recipients. */
    private final class Listener implements FeedListener {

        private final List<String> arrived = new ArrayList<>();
        private final List<String> resets = new ArrayList<>();
        private Class<? extends Throwable> fault;

        @Override
        public void replayBegins() {}

        @Override
        public void arrived(Entry entry) {
            if (fault == IllegalStateException.class) {
                throw new IllegalStateException("a fault");
            } else if (fault == StackOverflowError.class) {
                throw new StackOverflowError("a fault");
            } else if (fault == NoClassDefFoundError.class) {
                throw new NoClassDefFoundError("a fault");
            }
            arrived.add(entry.record().itemId());
        }

        @Override
        public void resetAll(ResetReason reason) {
            reset(recipient -> true, reason);
        }

        @Override
        public void reset(Predicate<String> recipients, ResetReason reason) {
            Stream.of(ann, otherInHerPartition, elsewhere).filter(recipients).forEach(resets::add);
        }
    }
}
