package dev.notificationfeed.capability;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DeploymentCapabilitiesTest {

    private static final String STREAM = "notifications.stream";
    private static final String NO_TOPIC = "topic notification-feed does not exist";

    @Test
    void hasWhatEveryReplicaHas() {
        DeploymentCapabilities fleet = fleet(able("1.0.0"), able("1.0.0"), able("1.1.0"));

        assertThat(fleet.lack(STREAM)).isEmpty();
    }

    @Test
    void lacksWhatItsOnlyReplicaLacks() {
        assertThat(fleet(unable("1.0.0", NO_TOPIC)).lack(STREAM)).isEqualTo(NO_TOPIC);
    }

    @Test
    void givesTheReasonThatAllShare() {
        DeploymentCapabilities fleet = fleet(unable("1.0.0", NO_TOPIC), unable("1.0.0", NO_TOPIC));

        assertThat(fleet.lack(STREAM)).isEqualTo(NO_TOPIC);
    }

    @Test
    void countsThoseThatLackIt() {
        DeploymentCapabilities fleet = fleet(able("1.0.0"), able("1.0.0"), unable("1.0.0", NO_TOPIC));

        assertThat(fleet.lack(STREAM)).isEqualTo("1 of 3 replicas (version 1.0.0) lacks it: " + NO_TOPIC);
    }

    @Test
    void countsOldReplicasThatNeverHeardOfIt() {
        Replica old = new Replica("old", "0.9.0", Map.of(), Instant.EPOCH);

        assertThat(fleet(able("1.0.0"), old).lack(STREAM)).isEqualTo("1 of 2 replicas (version 0.9.0) lacks it");
    }

    @Test
    void namesEveryVersionThatLacksIt() {
        DeploymentCapabilities fleet =
                fleet(unable("1.1.0", NO_TOPIC), unable("1.0.0", "waits for kafka"), able("1.0.0"));

        assertThat(fleet.lack(STREAM)).isEqualTo("2 of 3 replicas (version 1.0.0, 1.1.0) lack it");
    }

    @Test
    void saysNoRatherThanGuessWhileTheOthersAreUnknown() {
        assertThat(fleet(able("1.0.0")).lackUnlessKnown(STREAM))
                .isEqualTo("what the other replicas can do is not known");
        assertThat(fleet(unable("1.0.0", NO_TOPIC)).lackUnlessKnown(STREAM)).isEqualTo(NO_TOPIC);
    }

    private static DeploymentCapabilities fleet(Replica self, Replica... others) {
        return new DeploymentCapabilities(self, List.of(others));
    }

    private static Replica able(String version) {
        return unable(version, "");
    }

    private static Replica unable(String version, String reason) {
        return new Replica("some", version, Map.of(STREAM, reason), Instant.EPOCH);
    }
}
