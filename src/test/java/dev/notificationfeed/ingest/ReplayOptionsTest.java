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
    void namesEverythingAndSendsNothingByDefault() {
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

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "--sent",
                "send",
                "--send=true",
                "--reason",
                "--reason=",
                "--reason=other",
                "--from=1",
                "--from=1:",
                "--from=:1",
                "--from=a:1",
                "--from=1:-2",
                "--limit=",
                "--limit=many",
                "--limit=9999999999999999999"
            })
    void refusesWhatIsNoOption(String argument) {
        assertThatIllegalArgumentException().isThrownBy(() -> ReplayOptions.parse(argument));
    }
}
