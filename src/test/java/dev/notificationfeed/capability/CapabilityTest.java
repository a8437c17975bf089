package dev.notificationfeed.capability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.notificationfeed.health.CheckResult;
import dev.notificationfeed.health.DependencyState;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CapabilityTest {

    private static final List<String> CHECKS = List.of(
            "mongodb", "kafka", "identity-provider", "mongodb-indexes", "kafka-topics", "event-consumer", "feed");

    @Test
    void hasTheNamesOfTheContract() {
        assertThat(Capability.values())
                .extracting(Capability::id)
                .containsExactly(
                        "notifications.list",
                        "notifications.unread-count",
                        "notifications.message",
                        "notifications.mark",
                        "notifications.mark-all-read",
                        "notifications.stream");
    }

    @ParameterizedTest
    @EnumSource
    void isAvailableWhenEveryDependencyIsUp(Capability capability) {
        assertThat(capability.unavailableReason(without())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"mongodb", "mongodb-indexes", "identity-provider"})
    void everyCapabilityNeedsTheStoreAndTheKeys(String check) {
        assertThat(Capability.values())
                .allMatch(capability ->
                        capability.unavailableReason(without(check)).equals("no " + check));
    }

    @ParameterizedTest
    @ValueSource(strings = {"kafka", "kafka-topics", "feed"})
    void onlyTheStreamNeedsTheFeed(String check) {
        assertThat(Capability.values())
                .filteredOn(capability ->
                        !capability.unavailableReason(without(check)).isEmpty())
                .containsExactly(Capability.STREAM);
    }

    @ParameterizedTest
    @EnumSource
    void noneNeedsTheEventConsumer(Capability capability) {
        assertThat(capability.unavailableReason(without("event-consumer"))).isEmpty();
    }

    @Test
    void namesTheFirstBaseThatIsDown() {
        assertThat(Capability.STREAM.unavailableReason(without("kafka", "kafka-topics", "feed")))
                .isEqualTo("no kafka");
    }

    @Test
    void isUnavailableAfterAFailureThatReadinessTolerates() {
        var tolerated = new DependencyState("mongodb", CheckResult.missing("connection refused"), true);

        assertThat(Capability.LIST.unavailableReason(List.of(tolerated))).isEqualTo("connection refused");
    }

    private static List<DependencyState> without(String... missing) {
        return CHECKS.stream()
                .map(name -> Stream.of(missing).anyMatch(name::equals)
                        ? new DependencyState(name, CheckResult.missing("no " + name), false)
                        : new DependencyState(name, CheckResult.present(), true))
                .toList();
    }
}
