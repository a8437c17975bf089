package dev.notificationfeed.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.junit.jupiter.api.Test;

class ReadinessChecksTest {

    @Test
    void isUpWithTheCheckData() {
        HealthCheckResponse response = response(CheckResult.present(Map.of("topics", "3")), true);

        assertThat(response.getName()).isEqualTo("kafka-topics");
        assertThat(response.getStatus()).isEqualTo(Status.UP);
        assertThat(response.getData()).contains(Map.of("topics", "3"));
    }

    @Test
    void isDownWithTheReason() {
        HealthCheckResponse response = response(CheckResult.missing("waits for kafka"), false);

        assertThat(response.getStatus()).isEqualTo(Status.DOWN);
        assertThat(response.getData()).contains(Map.of("reason", "waits for kafka"));
    }

    @Test
    void staysUpAndReportsALossWhileItIsTolerated() {
        HealthCheckResponse response = response(CheckResult.missing("connection refused"), true);

        assertThat(response.getStatus()).isEqualTo(Status.UP);
        assertThat(response.getData()).contains(Map.of("reason", "connection refused"));
    }

    private static HealthCheckResponse response(CheckResult result, boolean ready) {
        return ReadinessChecks.response(new DependencyState("kafka-topics", result, ready));
    }
}
