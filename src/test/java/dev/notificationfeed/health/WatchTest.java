package dev.notificationfeed.health;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WatchTest {

    private static final Finding MISSING = Finding.missing("gone");

    private final Watch watch = new Watch("kafka", 3);

    @Test
    void isNotReadyBeforeTheFirstLook() {
        assertThat(watch.state().ready()).isFalse();
        assertThat(watch.state().finding().reason()).isEqualTo("not looked at yet");
    }

    @Test
    void neverForgivesThatSomethingHasNotExistedYet() {
        watch.found(MISSING);

        assertThat(watch.state().ready()).isFalse();
    }

    @Test
    void forgivesFewerFailuresThanItMayAndThenNoMore() {
        watch.found(Finding.present());

        watch.found(MISSING);
        watch.found(MISSING);
        assertThat(watch.state().ready()).isTrue();
        assertThat(watch.state().finding()).isEqualTo(MISSING);

        watch.found(MISSING);
        assertThat(watch.state().ready()).isFalse();
    }

    @Test
    void countsFailuresInARowOnly() {
        watch.found(Finding.present());
        watch.found(MISSING);
        watch.found(MISSING);
        watch.found(Finding.present());
        watch.found(MISSING);
        watch.found(MISSING);

        assertThat(watch.state().ready()).isTrue();
    }

    @Test
    void isReadyAgainAtOnceWhenItIsBack() {
        watch.found(Finding.present());
        watch.found(MISSING);
        watch.found(MISSING);
        watch.found(MISSING);

        watch.found(Finding.present());

        assertThat(watch.state().ready()).isTrue();
    }

    @Test
    void staysReadyWhileItsBaseIsForgiven() {
        watch.found(Finding.present());

        watch.waitsFor(new DependencyState("base", MISSING, true));
        assertThat(watch.state().ready()).isTrue();
        assertThat(watch.state().finding().reason()).isEqualTo("waits for base");

        watch.waitsFor(new DependencyState("base", MISSING, false));
        assertThat(watch.state().ready()).isFalse();
    }

    @Test
    void isNotReadyAfterItsBaseWasLostUntilItIsSeenAgain() {
        watch.found(Finding.present());
        watch.waitsFor(new DependencyState("base", MISSING, false));

        watch.found(MISSING);
        assertThat(watch.state().ready()).isFalse();

        watch.found(Finding.present());
        assertThat(watch.state().ready()).isTrue();
    }

    @Test
    void tellsWhatIsNews() {
        assertThat(watch.found(MISSING)).isTrue();
        assertThat(watch.found(MISSING)).isFalse();
        assertThat(watch.found(Finding.present())).isTrue();
        assertThat(watch.found(Finding.present())).isFalse();
        assertThat(watch.waitsFor(new DependencyState("base", MISSING, true))).isTrue();
    }

    @Test
    void whatIsMissingBetweenTwoTurnsIsNoNewsBeforeTheNext() {
        assertThat(watch.foundBetween(MISSING)).isFalse();
        assertThat(watch.state().finding()).isEqualTo(MISSING);

        assertThat(watch.found(MISSING)).isTrue();
        assertThat(watch.foundBetween(Finding.present())).isTrue();
        assertThat(watch.found(Finding.present())).isFalse();
    }

    @Test
    void whatIsMissingBetweenTwoTurnsIsNoFailure() {
        watch.found(Finding.present());
        watch.found(MISSING);
        watch.found(MISSING);

        watch.foundBetween(MISSING);

        assertThat(watch.state().ready()).isTrue();
    }
}
