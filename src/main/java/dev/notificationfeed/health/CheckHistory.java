package dev.notificationfeed.health;

/**
 * The results of one check over time, and the readiness that follows from them.
 *
 * <pre>
 *   never up ──up──► up ──fails──► tolerated (1, 2, … failures in a row) ──too many──► lost
 *   not ready        ready ◄──up── ready                                             not ready
 *                      ▲──────────────────────────────up────────────────────────────────┘
 * </pre>
 *
 * A check that waits for its base has not failed and is not counted: readiness includes the base anyway.
 */
final class CheckHistory {

    private final String name;
    private final int failuresUntilLost;
    /** The last transition that was reported; null before the first. */
    private Boolean reportedUp;

    private boolean lost = true;
    private int failuresInRow;
    private volatile DependencyState state;

    CheckHistory(String name, int failuresUntilLost) {
        this.name = name;
        this.failuresUntilLost = failuresUntilLost;
        this.state = new DependencyState(name, CheckResult.missing("not checked yet"), false);
    }

    DependencyState state() {
        return state;
    }

    /** Records the result of a regular check; returns whether it is a transition that must be reported. */
    synchronized boolean record(CheckResult result) {
        boolean transition = reportedUp == null || reportedUp != result.up();
        reportedUp = result.up();
        failuresInRow = result.up() ? 0 : failuresInRow + 1;
        lost = !result.up() && (lost || failuresInRow >= failuresUntilLost);
        state = new DependencyState(name, result, !lost);
        return transition;
    }

    /** The same for an extra check between two regular ones. A failure is neither counted nor reported. */
    synchronized boolean recordExtra(CheckResult result) {
        if (result.up()) {
            return record(result);
        }
        state = new DependencyState(name, result, !lost);
        return false;
    }

    /** Records that the base is down, so that there was no check. */
    synchronized boolean recordBaseDown(DependencyState base) {
        boolean transition = Boolean.TRUE.equals(reportedUp);
        reportedUp = transition ? Boolean.FALSE : reportedUp;
        CheckResult waiting = CheckResult.missing("waits for " + base.name());
        lost |= !base.ready();
        state = new DependencyState(name, waiting, !lost);
        return transition;
    }
}
