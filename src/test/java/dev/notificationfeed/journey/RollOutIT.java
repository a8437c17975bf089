package dev.notificationfeed.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.notificationfeed.fixture.Stack;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What becomes of open streams when a replica is asked to end. */
class RollOutIT {

    private static final Duration GRACE = Duration.ofSeconds(20);

    @Test
    void letsStreamGoWithTimeToComeBackAndEnds() {
        try (var service = ServiceProcess.start(
                "roll-out",
                ServiceProcess.environment(
                        Stack.bootstrapServers(), Stack.mongoConnectionString(), Stack.issuerUrl()))) {
            service.awaitReady();
            try (var stream = service.stream(Stack.token(UUID.randomUUID().toString()))) {
                stream.awaitEvent("ready");
                var asked = Instant.now();

                service.askToEnd();
                await().atMost(GRACE).until(() -> Readiness.status(service.managementUrl("/q/health/ready")) == 503);
                assertThat(service.terminate()).isIn(0, 143);

                assertThat(Duration.between(asked, Instant.now())).isLessThan(GRACE);
                stream.awaitEnd();
                var last = stream.frames().get(stream.frames().size() - 1);
                assertThat(last.event()).isNull();
                assertThat(Integer.parseInt(last.retry())).isBetween(1000, 5000);
            }
        }
    }
}
