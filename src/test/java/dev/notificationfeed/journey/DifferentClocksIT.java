package dev.notificationfeed.journey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.notificationfeed.devstack.EmbeddedKafka;
import dev.notificationfeed.devstack.Ports;
import dev.notificationfeed.fixture.Events;
import dev.notificationfeed.fixture.SampleEvent;
import dev.notificationfeed.fixture.SseFrame;
import dev.notificationfeed.fixture.Upstream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two replicas whose clocks differ by a minute: one is 30 s ahead of the producers, the other 30 s behind.
 */
@TestInstance(Lifecycle.PER_CLASS)
class DifferentClocksIT {

    private static final Duration OFFSET = Duration.ofSeconds(30);
    private static final int ITEMS = 12;

    private Backend backend;
    private Upstream upstream;
    private ServiceProcess ahead;
    private ServiceProcess behind;

    @BeforeAll
    void startBoth(@TempDir Path data) {
        backend = Backend.start(new EmbeddedKafka(data.resolve("kafka"), Ports.free()));
        upstream = new Upstream(backend.kafka().address());
        ahead = ServiceProcess.startWithClock(OFFSET, "clock-ahead", backend.environment());
        behind = ServiceProcess.startWithClock(OFFSET.negated(), "clock-behind", backend.environment());
        ahead.awaitReady();
        behind.awaitReady();
    }

    @AfterAll
    void stopAll() {
        ahead.close();
        behind.close();
        upstream.close();
        backend.close();
    }

    /** Both replicas consume events, so each clock decides about some of the items. */
    @Test
    void anItemThatAStreamShowsIsInEveryList() {
        var person = new Person(backend, "clock-reader");
        try (var here = ahead.stream(person.token());
                var there = behind.stream(person.token())) {
            List.of(here, there).forEach(stream -> stream.awaitEvent("ready"));
            IntStream.range(0, ITEMS)
                    .forEach(i -> upstream.send(
                            "key-" + i,
                            sentNow(person.recipient(), "clock-" + i).bytes()));
            var shown = there.awaitEvents("created", ITEMS);
            here.awaitEvents("created", ITEMS);

            assertThat(person.items(ahead)).hasSize(ITEMS).isEqualTo(person.items(behind));
            assertThat(person.unread(ahead)).isEqualTo(person.unread(behind)).isEqualTo(ITEMS);
            assertThat(shown).extracting(SseFrame::id).doesNotHaveDuplicates();
            assertThat(person.markAllRead(behind)).isEqualTo(200);
            assertThat(person.unread(ahead)).isEqualTo(person.unread(behind)).isZero();
        }
    }

    private static SampleEvent sentNow(String recipient, String id) {
        return Events.inApp(recipient, id).with("time", Instant.now().toString());
    }
}
