package dev.notificationfeed.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A replica is frozen under load for longer than the session timeout of its consumer group. */
@Tag(Scale.TAG)
@Tag(Scale.LONG_ONLY)
class RejoinIT {

    private static final String GROUP = "notification-feed";
    private static final Duration GROUP_NOTICES = Duration.ofSeconds(25);
    private static final Duration TAKEN_OVER = Duration.ofSeconds(5);
    private static final Duration REJOINED = Duration.ofSeconds(30);

    @Test
    void rejoinsItsGroupAndItsOldBatchDoesNoHarm(@TempDir Path data) {
        try (var backend = Backend.start(data);
                var one = ServiceProcess.start("rejoin-one", backend.environment());
                var other = ServiceProcess.start("rejoin-other", backend.environment())) {
            one.awaitReady();
            other.awaitReady();
            await().atMost(REJOINED)
                    .until(() -> backend.records().members(GROUP).size() == 2);
            var before = backend.records().members(GROUP);
            try (var load = new Load("rejoin", backend, one, other)) {
                await().until(() -> load.sent().size() > 100);

                one.freeze();
                await().atMost(GROUP_NOTICES)
                        .until(() -> backend.records().members(GROUP).size() == 1);
                await().pollDelay(TAKEN_OVER).atMost(REJOINED).until(() -> true);
                one.thaw();

                await().atMost(REJOINED)
                        .until(() -> backend.records().members(GROUP).size() == 2);
                assertThat(backend.records().members(GROUP)).isNotEqualTo(before);
                await().atMost(REJOINED)
                        .ignoreExceptions()
                        .untilAsserted(() -> assertThat(one.readiness().up()).contains("event-consumer"));
                var stored = stored(one);
                await().atMost(REJOINED).until(() -> stored(one) > stored);
                load.stop();
                new LoadVerification(backend, load).verifyAll();
                // Committing the old batch would rewind the group to the offset at which the new owner started.
                await().atMost(REJOINED).until(() -> backend.records().lagOf(GROUP, Backend.EVENTS) == 0);
            }
        }
    }

    private static double stored(ServiceProcess replica) {
        return replica.metric("notifications_events_total", "outcome=\"stored\"");
    }
}
