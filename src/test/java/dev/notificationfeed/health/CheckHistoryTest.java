package dev.notificationfeed.health;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CheckHistoryTest {

    private static final CheckResult MISSING = CheckResult.missing("gone");

    private final CheckHistory watch = new CheckHistory("kafka", 3);

    @Test
    void isNotReadyBeforeTheFirstLook() {
        assertThat(watch.state().ready()).isFalse();
        assertThat(watch.state().result().reason()).isEqualTo("not looked at yet");
    }

    @Test
    void neverForgivesThatSomethingHasNotExistedYet() {
        watch.found(MISSING);

        assertThat(watch.state().ready()).isFalse();
    }

    @Test
    void forgivesFewerFailuresThanItMayAndThenNoMore() {
        watch.found(CheckResult.present());

        watch.found(MISSING);
        watch.found(MISSING);
        assertThat(watch.state().ready()).isTrue();
        assertThat(watch.state().result()).isEqualTo(MISSING);

        watch.found(MISSING);
        assertThat(watch.state().ready()).isFalse();
    }

    @Test
    void countsFailuresInARowOnly() {
        watch.found(CheckResult.present());
        watch.found(MISSING);
        watch.found(MISSING);
        watch.found(CheckResult.present());
        watch.found(MISSING);
        watch.found(MISSING);

        assertThat(watch.state().ready()).isTrue();
    }

    @Test
    void isReadyAgainAtOnceWhenItIsBack() {
        watch.found(CheckResult.present());
        watch.found(MISSING);
        watch.found(MISSING);
        watch.found(MISSING);

        watch.found(CheckResult.present());

        assertThat(watch.state().ready()).isTrue();
    }

    @Test
    void staysReadyWhileItsBaseIsForgiven() {
        watch.found(CheckResult.present());

        watch.waitsFor(new DependencyState("base", MISSING, true));
        assertThat(watch.state().ready()).isTrue();
        assertThat(watch.state().result().reason()).isEqualTo("waits for base");

        watch.waitsFor(new DependencyState("base", MISSING, false));
        assertThat(watch.state().ready()).isFalse();
    }

    @Test
    void isNotReadyAfterItsBaseWasLostUntilItIsSeenAgain() {
        watch.found(CheckResult.present());
        watch.waitsFor(new DependencyState("base", MISSING, false));

        watch.found(MISSING);
        assertThat(watch.state().ready()).isFalse();

        watch.found(CheckResult.present());
        assertThat(watch.state().ready()).isTrue();
    }

    @Test
    void tellsWhatIsNews() {
        assertThat(watch.found(MISSING)).isTrue();
        assertThat(watch.found(MISSING)).isFalse();
        assertThat(watch.found(CheckResult.present())).isTrue();
        assertThat(watch.found(CheckResult.present())).isFalse();
        assertThat(watch.waitsFor(new DependencyState("base", MISSING, true))).isTrue();
    }

    @Test
    void whatIsMissingBetweenTwoTurnsIsNoNewsBeforeTheNext() {
        assertThat(watch.foundBetween(MISSING)).isFalse();
        assertThat(watch.state().result()).isEqualTo(MISSING);

        assertThat(watch.found(MISSING)).isTrue();
        assertThat(watch.foundBetween(CheckResult.present())).isTrue();
        assertThat(watch.found(CheckResult.present())).isFalse();
    }

    @Test
    void whatIsMissingBetweenTwoTurnsIsNoFailure() {
        watch.found(CheckResult.present());
        watch.found(MISSING);
        watch.found(MISSING);

        watch.foundBetween(MISSING);

        assertThat(watch.state().ready()).isTrue();
    }
}
