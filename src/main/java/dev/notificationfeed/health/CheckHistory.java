package dev.notificationfeed.health;

/**
 * The memory of one check.
 *
 * <pre>
 *   never seen ──up──► there ──fails──► forgiven (1, 2, … failures in a row) ──too many──► lost
 *    not ready         ready ◄──up──     ready                                not ready
 *                        ▲───────────────────────────up───────────────────────────────────┘
 * </pre>
 *
 * A result "waits for its base" is no failure of the check's own and is not counted: readiness already asks the base.
 */
final class CheckHistory {

    private final String name;
    private final int failuresUntilLost;
    /** What was news last; null before the first. */
    private Boolean saidUp;

    private boolean lost = true;
    private int failuresInRow;
    private volatile DependencyState state;

    CheckHistory(String name, int failuresUntilLost) {
        this.name = name;
        this.failuresUntilLost = failuresUntilLost;
        this.state = new DependencyState(name, CheckResult.missing("not looked at yet"), false);
    }

    DependencyState state() {
        return state;
    }

    /** Takes what a look found; returns whether that is news: the first result, or another one than was news last. */
    synchronized boolean found(CheckResult result) {
        boolean news = saidUp == null || saidUp != result.up();
        saidUp = result.up();
        failuresInRow = result.up() ? 0 : failuresInRow + 1;
        lost = !result.up() && (lost || failuresInRow >= failuresUntilLost);
        state = new DependencyState(name, result, !lost);
        return news;
    }

    /** The same between two turns. What is only just starting may be missing: that is neither news nor a failure yet. */
    synchronized boolean foundBetween(CheckResult result) {
        if (result.up()) {
            return found(result);
        }
        state = new DependencyState(name, result, !lost);
        return false;
    }

    /** Its base is missing, so there was nothing to look at. */
    synchronized boolean waitsFor(DependencyState base) {
        boolean turned = Boolean.TRUE.equals(saidUp);
        saidUp = turned ? Boolean.FALSE : saidUp;
        CheckResult waiting = CheckResult.missing("waits for " + base.name());
        lost |= !base.ready();
        state = new DependencyState(name, waiting, !lost);
        return turned;
    }
}
