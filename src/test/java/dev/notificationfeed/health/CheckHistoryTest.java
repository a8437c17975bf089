package dev.notificationfeed.health;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CheckHistoryTest {

    private static final CheckResult MISSING = CheckResult.missing("gone");

    private final CheckHistory history = new CheckHistory("kafka", 3);

    @Test
    void isNotReadyBeforeTheFirstCheck() {
        assertThat(history.state().ready()).isFalse();
        assertThat(history.state().result().reason()).isEqualTo("not checked yet");
    }

    @Test
    void isNotReadyBeforeTheDependencyWasUp() {
        history.record(MISSING);

        assertThat(history.state().ready()).isFalse();
    }

    @Test
    void toleratesFailuresUpToTheLimit() {
        history.record(CheckResult.present());

        history.record(MISSING);
        history.record(MISSING);
        assertThat(history.state().ready()).isTrue();
        assertThat(history.state().result()).isEqualTo(MISSING);

        history.record(MISSING);
        assertThat(history.state().ready()).isFalse();
    }

    @Test
    void countsFailuresInARowOnly() {
        history.record(CheckResult.present());
        history.record(MISSING);
        history.record(MISSING);
        history.record(CheckResult.present());
        history.record(MISSING);
        history.record(MISSING);

        assertThat(history.state().ready()).isTrue();
    }

    @Test
    void isReadyAgainAfterOneSuccess() {
        history.record(CheckResult.present());
        history.record(MISSING);
        history.record(MISSING);
        history.record(MISSING);

        history.record(CheckResult.present());

        assertThat(history.state().ready()).isTrue();
    }

    @Test
    void staysReadyWhileFailuresOfItsBaseAreTolerated() {
        history.record(CheckResult.present());

        history.recordBaseDown(new DependencyState("base", MISSING, true));
        assertThat(history.state().ready()).isTrue();
        assertThat(history.state().result().reason()).isEqualTo("waits for base");

        history.recordBaseDown(new DependencyState("base", MISSING, false));
        assertThat(history.state().ready()).isFalse();
    }

    @Test
    void isNotReadyAfterItsBaseWasLostUntilItsNextSuccess() {
        history.record(CheckResult.present());
        history.recordBaseDown(new DependencyState("base", MISSING, false));

        history.record(MISSING);
        assertThat(history.state().ready()).isFalse();

        history.record(CheckResult.present());
        assertThat(history.state().ready()).isTrue();
    }

    @Test
    void reportsTransitionsOnly() {
        assertThat(history.record(MISSING)).isTrue();
        assertThat(history.record(MISSING)).isFalse();
        assertThat(history.record(CheckResult.present())).isTrue();
        assertThat(history.record(CheckResult.present())).isFalse();
        assertThat(history.recordBaseDown(new DependencyState("base", MISSING, true)))
                .isTrue();
    }

    @Test
    void failureOfAnExtraCheckIsNotReported() {
        assertThat(history.recordExtra(MISSING)).isFalse();
        assertThat(history.state().result()).isEqualTo(MISSING);

        assertThat(history.record(MISSING)).isTrue();
        assertThat(history.recordExtra(CheckResult.present())).isTrue();
        assertThat(history.record(CheckResult.present())).isFalse();
    }

    @Test
    void failureOfAnExtraCheckIsNotCounted() {
        history.record(CheckResult.present());
        history.record(MISSING);
        history.record(MISSING);

        history.recordExtra(MISSING);

        assertThat(history.state().ready()).isTrue();
    }
}
