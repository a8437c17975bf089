package dev.notificationfeed.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.notificationfeed.fixture.Events;
import dev.notificationfeed.fixture.StreamClients;
import dev.notificationfeed.fixture.Upstream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Shutdown while all dependencies are down, with a batch in progress and readers that do not read. */
@Tag(Scale.TAG)
@Tag(Scale.LONG_ONLY)
class ShutdownWithoutDependenciesIT {

    private static final Duration GRACE = Duration.ofSeconds(20);
    private static final Duration NOTICED = Duration.ofSeconds(15);
    private static final int FROZEN = 20;
    private static final int ITEMS = 2_000;

    @Test
    void endsInTimeAlthoughNothingCanBeCompleted(@TempDir Path data) throws Exception {
        try (var backend = Backend.start(data);
                var service = ServiceProcess.start("going-down-alone", backend.environment());
                var upstream = new Upstream(backend.kafka().address());
                var clients = new StreamClients(service.streams())) {
            service.awaitReady();
            IntStream.range(0, FROZEN).forEach(i -> clients.join(backend.token("frozen-" + i % 2)));
            await().atMost(NOTICED).until(() -> clients.open() == FROZEN);
            clients.members().forEach(StreamClients.Member::freeze);
            IntStream.range(0, ITEMS).forEach(i -> upstream.send(Events.inApp("frozen-" + i % 2, "item-" + i)));
            upstream.flush();
            await().atMost(NOTICED).until(() -> backend.documents().count() == ITEMS);

            backend.mongo().stop();
            upstream.send(Events.inApp("frozen-0", "in-hand"));
            upstream.flush();
            await().atMost(NOTICED).until(() -> service.readiness().down().containsKey("mongodb"));
            backend.kafka().stop();
            await().atMost(NOTICED).until(() -> service.readiness().down().containsKey("kafka"));
            var asked = Instant.now();

            assertThat(service.terminate()).isIn(0, 143);
            assertThat(Duration.between(asked, Instant.now())).isLessThan(GRACE);
        }
    }
}
