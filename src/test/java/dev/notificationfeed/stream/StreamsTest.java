package dev.notificationfeed.stream;

import static dev.notificationfeed.feed.Feeds.created;
import static dev.notificationfeed.feed.Feeds.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.notificationfeed.feed.Feeds;
import dev.notificationfeed.feed.ResetReason;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StreamsTest extends StreamsFixture {

    @Test
    void startsWithReadyFrameOfPresentPositionAndUnreadCount() {
        stored.put(ANN, Map.of(STORED, 1L));
        Streams streams = streams(Map.of());

        open(streams, null);

        assertThat(outlet.frames()).singleElement().asString().matches("""
            retry: [1-5]\\d{3}
            event: ready
            id: 0123456789-0-7
            data: \\{"resumed":false,"unread":1,"heartbeatSeconds":15}

            """);
    }

    @Test
    void writesEachNewEntryOnceWithThePositionAfterIt() {
        Streams streams = streams(Map.of());
        open(streams, null);

        arrive(streams, created("ann", "a", 1));
        arrive(streams, created("ann", "a", 1));
        arrive(streams, created("bob", "b", 1));

        assertThat(outlet.framesAfterReady()).containsExactly("""
            event: created
            id: 0123456789-0-8
            data: {"id":"a","version":1}

            """);
    }

    @Test
    void writesUnreadCountWhenItChanges() {
        Streams streams = streams(Map.of("notifications.stream.unread-interval", "0s"));
        open(streams, null);

        arrive(streams, created("ann", "a", 1));
        arrive(streams, read("ann", "a", 2));

        assertThat(outlet.framesAfterReady())
                .filteredOn(frame -> frame.startsWith("event: unread"))
                .containsExactly("event: unread\ndata: {\"unread\":1}\n\n", "event: unread\ndata: {\"unread\":0}\n\n");
    }

    @Test
    void joinsItemAndUnreadCountInOneWrite() {
        Streams streams = streams(Map.of("notifications.stream.unread-interval", "0s"));
        open(streams, null);
        int before = outlet.writes();

        arrive(streams, created("ann", "a", 1));

        assertThat(outlet.framesAfterReady()).hasSize(2);
        assertThat(outlet.writes() - before).isEqualTo(1);
    }

    @Test
    void limitsTheSizeOfJoinedFrames() {
        Streams streams = streams(Map.of());
        arrive(streams, created("ann", "first", 1));
        String position = recent.present("ann").toString();
        for (int i = 0; i < 100; i++) {
            arrive(streams, created("ann", "item-" + i, 1));
        }

        open(streams, position);

        assertThat(outlet.frames()).hasSizeGreaterThan(100);
        assertThat(outlet.writes()).isBetween(2, 20);
    }

    @Test
    void resumesAtValidPosition() {
        Streams streams = streams(Map.of());
        arrive(streams, created("ann", "a", 1));
        String position = recent.present("ann").toString();
        arrive(streams, created("ann", "b", 1));

        open(streams, position);

        assertThat(outlet.frames().get(0)).contains("id: " + position, "\"resumed\":true");
        assertThat(outlet.framesAfterReady()).hasSize(2).last().asString().startsWith("event: unread");
        assertThat(outlet.framesAfterReady().get(0)).contains("\"id\":\"b\"");
    }

    @Test
    void resetsClientWithInvalidPosition() {
        Streams streams = streams(Map.of());

        open(streams, "nonsense");

        assertThat(outlet.frames().get(0)).contains("\"resumed\":false");
        assertThat(outlet.framesAfterReady())
                .containsExactly("event: reset\nid: 0123456789-0-7\ndata: {\"reason\":\"malformed\"}\n\n");
    }

    @Test
    void resetsOpenStreamsAndContinuesFromThePresent() {
        Streams streams = streams(Map.of());
        open(streams, null);

        Feeds.restart(recent, "aaaaaaaaaa", 0);
        streams.resetAll(ResetReason.FEED_REMADE);
        nextOffset = 0;
        arrive(streams, created("ann", "a", 1));

        assertThat(outlet.framesAfterReady().get(0))
                .isEqualTo("event: reset\nid: aaaaaaaaaa-0-0\ndata: {\"reason\":\"feed-remade\"}\n\n");
        assertThat(outlet.framesAfterReady()).last().asString().contains("id: aaaaaaaaaa-0-1");
    }

    @Test
    void loadsUnreadItemsOnceForAllStreamsOfARecipient() {
        Streams streams = streams(Map.of());

        open(streams, null);
        open(streams, null);
        arrive(streams, created("ann", "a", 1));

        assertThat(storeCommands).isEqualTo(1);
    }

    @Test
    void admitsAnotherStreamWhenOneHasEnded() {
        Streams streams = streams(Map.of("notifications.stream.per-recipient", "1"));
        open(streams, null);

        outlet.close();
        open(streams, null);

        assertThat(meters.get("notifications.streams.open").gauge().value()).isEqualTo(1);
    }

    @Test
    void refusesStreamWhileTheFeedConsumerIsStopped() {
        Streams streams = streams(Map.of());
        Feeds.stopFollowing(state, "reading back");

        assertThatThrownBy(() -> open(streams, null))
                .isInstanceOf(StreamRefusedException.class)
                .hasMessageContaining("reading back");
    }

    @Test
    void pausesWritingWhileTheSocketTakesNothing() {
        Streams streams = streams(Map.of());
        outlet.stall();
        open(streams, null);

        for (int i = 0; i < 2_000; i++) {
            arrive(streams, created("ann", "item-" + i, 1));
        }
        int whileStalled = outlet.frames().size();
        outlet.flow();

        assertThat(whileStalled).isLessThan(1_000);
        assertThat(outlet.framesAfterReady())
                .filteredOn(frame -> frame.startsWith("event: created"))
                .hasSize(2_000);
    }

    @Test
    void endsStreamWhenTheSocketTakesNothingForTooLong() {
        Streams streams = streams(Map.of("notifications.stream.stuck-after", "0s"));
        outlet.stall();
        open(streams, null);

        streams.tickAll();

        assertThat(outlet.isAborted()).isTrue();
        assertThat(ended("stuck")).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"client-gone", "vanished", "token-expired", "stuck", "fell-out", "replaced", "shutdown", "fault"
            })
    void registersEveryEndReasonAtStartup(String reason) {
        streams(Map.of());

        assertThat(ended(reason)).isZero();
    }

    @Test
    void distinguishesVanishedClientFromOneThatLeft() {
        open(streams(Map.of()), null);

        outlet.vanish();
        outlet.close();

        assertThat(ended("vanished")).isEqualTo(1);
        assertThat(ended("client-gone")).isZero();
    }

    /** A fault that no part of the service has today. */
    @Test
    void breaksOffAStreamWithAFaultAndServesTheOthers() {
        Streams streams = streams(Map.of("notifications.stream.heartbeat", "0s"));
        FakeOutlet faulty = new FakeOutlet();
        open(streams, null, faulty);
        open(streams, null);
        faulty.fail();

        arrive(streams, created("ann", "a", 1));
        streams.tickAll();

        assertThat(faulty.isAborted()).isTrue();
        assertThat(ended("fault")).isEqualTo(1);
        assertThat(outlet.framesAfterReady())
                .anyMatch(frame -> frame.startsWith("event: created"))
                .anyMatch(frame -> frame.startsWith(": heartbeat"));
    }

    @Test
    void ticksTheOtherStreamsWhenOneFails() {
        Streams streams = streams(Map.of("notifications.stream.heartbeat", "0s"));
        FakeOutlet faulty = new FakeOutlet();
        open(streams, null, faulty);
        open(streams, null);
        faulty.refuseWork();

        streams.tickAll();

        assertThat(outlet.framesAfterReady()).containsExactly(": heartbeat\nid: 0123456789-0-7\n\n");
    }

    @Test
    void resetsTheStreamsOfSomeRecipients() {
        Streams streams = streams(Map.of());
        open(streams, null);

        streams.reset("bob"::equals, ResetReason.TOO_OLD);
        assertThat(outlet.framesAfterReady()).isEmpty();
        streams.reset("ann"::equals, ResetReason.TOO_OLD);

        assertThat(outlet.framesAfterReady().get(0)).contains("event: reset", "\"too-old\"");
    }

    @Test
    void endsStreamWhenItsTokenExpires() {
        Streams streams = streams(Map.of());
        open(streams, null);

        clock.advance(Duration.ofHours(1));
        streams.tickAll();

        assertThat(outlet.frames()).last().asString().matches("retry: [1-5]\\d{3}\nid: 0123456789-0-7\n\n");
        assertThat(ended("token-expired")).isEqualTo(1);
    }

    @Test
    void writesHeartbeat() {
        Streams streams = streams(Map.of("notifications.stream.heartbeat", "0s"));
        open(streams, null);

        streams.tickAll();

        assertThat(outlet.framesAfterReady()).containsExactly(": heartbeat\nid: 0123456789-0-7\n\n");
    }

    @Test
    void advancesThePositionOfAnIdleStream() {
        Streams streams = streams(Map.of("notifications.stream.heartbeat", "0s"));
        open(streams, null);

        arrive(streams, created("bob", "b", 1));
        streams.tickAll();

        assertThat(outlet.framesAfterReady()).containsExactly(": heartbeat\nid: 0123456789-0-8\n\n");
    }

    @Test
    void writesNoPositionBeyondUnwrittenEntries() {
        Streams streams = streams(Map.of("notifications.stream.heartbeat", "0s"));
        open(streams, null);

        Feeds.append(recent, created("ann", "a", 1), nextOffset++, clock);
        streams.tickAll();

        assertThat(outlet.framesAfterReady()).startsWith(": heartbeat\n\n");
    }

    @Test
    void endsStreamWhoseNextEntryWasEvicted() {
        Streams streams = streams(Map.of());
        outlet.stall();
        open(streams, null);
        int written;
        do {
            written = outlet.frames().size();
            arrive(streams, created("ann", "item-" + nextOffset, 1));
        } while (outlet.frames().size() > written);

        clock.advance(Duration.ofMinutes(16));
        Feeds.evictOverdue(recent);
        outlet.flow();

        assertThat(ended("fell-out")).isEqualTo(1);
        assertThat(outlet.frames()).last().asString().startsWith("retry: ").doesNotContain("id:");
    }

    @Test
    void endsAllStreamsOnShutdown() throws InterruptedException {
        Streams streams = streams(Map.of("notifications.stream.drain", "10ms"));
        open(streams, null);

        streams.drain(new ShutdownDelayInitiatedEvent());

        assertThat(ended("shutdown")).isEqualTo(1);
        assertThatThrownBy(() -> open(streams, null))
                .isInstanceOfSatisfying(
                        StreamRefusedException.class,
                        refused -> assertThat(refused.reason()).isEqualTo(StreamRefusedException.Reason.SHUTTING_DOWN));
    }

    @Test
    void exposesTheLimitAsMetric() {
        streams(Map.of("notifications.stream.per-replica", "7"));

        assertThat(meters.get("notifications.streams.limit").gauge().value()).isEqualTo(7);
    }
}
