package dev.notificationfeed.capability;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DeploymentCapabilitiesTest {

    private static final String STREAM = "notifications.stream";
    private static final String NO_TOPIC = "topic notification-feed does not exist";

    @Test
    void hasACapabilityThatEveryReplicaHas() {
        DeploymentCapabilities deployment = deployment(able("1.0.0"), able("1.0.0"), able("1.1.0"));

        assertThat(deployment.unavailableReason(STREAM)).isEmpty();
    }

    @Test
    void givesTheReasonOfItsOnlyReplica() {
        assertThat(deployment(unable("1.0.0", NO_TOPIC)).unavailableReason(STREAM))
                .isEqualTo(NO_TOPIC);
    }

    @Test
    void givesTheReasonThatAllReplicasShare() {
        DeploymentCapabilities deployment = deployment(unable("1.0.0", NO_TOPIC), unable("1.0.0", NO_TOPIC));

        assertThat(deployment.unavailableReason(STREAM)).isEqualTo(NO_TOPIC);
    }

    @Test
    void countsReplicasThatLackIt() {
        DeploymentCapabilities deployment = deployment(able("1.0.0"), able("1.0.0"), unable("1.0.0", NO_TOPIC));

        assertThat(deployment.unavailableReason(STREAM))
                .isEqualTo("1 of 3 replicas (version 1.0.0) lacks it: " + NO_TOPIC);
    }

    @Test
    void countsOldReplicasThatDoNotKnowTheCapability() {
        Replica old = new Replica("old", "0.9.0", Map.of());

        assertThat(deployment(able("1.0.0"), old).unavailableReason(STREAM))
                .isEqualTo("1 of 2 replicas (version 0.9.0) lacks it");
    }

    @Test
    void namesEveryVersionThatLacksIt() {
        DeploymentCapabilities deployment =
                deployment(unable("1.1.0", NO_TOPIC), unable("1.0.0", "waits for kafka"), able("1.0.0"));

        assertThat(deployment.unavailableReason(STREAM)).isEqualTo("2 of 3 replicas (version 1.0.0, 1.1.0) lack it");
    }

    @Test
    void isUnavailableWhileTheOtherReplicasAreUnknown() {
        assertThat(new DeploymentCapabilities(able("1.0.0"), List.of(), false).unavailableReason(STREAM))
                .isEqualTo("the capabilities of the other replicas are not known");
        assertThat(new DeploymentCapabilities(unable("1.0.0", NO_TOPIC), List.of(), false).unavailableReason(STREAM))
                .isEqualTo(NO_TOPIC);
    }

    private static DeploymentCapabilities deployment(Replica self, Replica... others) {
        return new DeploymentCapabilities(self, List.of(others), true);
    }

    private static Replica able(String version) {
        return unable(version, "");
    }

    private static Replica unable(String version, String reason) {
        return new Replica("some", version, Map.of(STREAM, reason));
    }
}
