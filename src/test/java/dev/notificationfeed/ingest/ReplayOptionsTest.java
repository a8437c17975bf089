package dev.notificationfeed.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplayOptionsTest {

    @Test
    void listsEverythingAndSendsNothingByDefault() {
        ReplayOptions options = ReplayOptions.parse();

        assertThat(options).isEqualTo(new ReplayOptions(false, Set.of(), Map.of(), Long.MAX_VALUE));
        assertThat(options.wants("not-json")).isTrue();
    }

    @Test
    void readsEachOption() {
        ReplayOptions options = ReplayOptions.parse(
                "--send",
                "--reason=not-json",
                "--reason=unknown-notification",
                "--from=0:12",
                "--from=3:0",
                "--limit=5");

        assertThat(options)
                .isEqualTo(
                        new ReplayOptions(true, Set.of("not-json", "unknown-notification"), Map.of(0, 12L, 3, 0L), 5));
        assertThat(options.wants("not-json")).isTrue();
        assertThat(options.wants("too-large")).isFalse();
    }

    /** Another version of the service may have set the record aside. */
    @ParameterizedTest
    @ValueSource(strings = {"recipient-unknown", "v2"})
    void acceptsReasonThatThisVersionDoesNotKnow(String reason) {
        assertThat(ReplayOptions.parse("--reason=" + reason).wants(reason)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"2147483648", "4294967296"})
    void refusesPartitionThatKafkaCannotHave(String partition) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ReplayOptions.parse("--from=" + partition + ":0"))
                .withMessageContaining("2147483647")
                .withMessageContaining(partition);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "--sent",
                "send",
                "--send=true",
                "--reason",
                "--reason=",
                "--reason=NOT_JSON",
                "--reason=not json",
                "--reason=1",
                "--from=1",
                "--from=1:",
                "--from=:1",
                "--from=a:1",
                "--from=1:-2",
                "--limit=",
                "--limit=many",
                "--limit=9999999999999999999"
            })
    void refusesInvalidOption(String argument) {
        assertThatIllegalArgumentException().isThrownBy(() -> ReplayOptions.parse(argument));
    }
}
