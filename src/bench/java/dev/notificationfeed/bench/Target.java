package dev.notificationfeed.bench;

/**
 * The target for a figure.
 *
 * @param kind which value the bound limits
 * @param bound the bound
 */
record Target(Kind kind, double bound) {

    /** Which value a bound limits. */
    enum Kind {
        /** The ratio of figure to yardstick is at least the bound. */
        TIMES_AT_LEAST,
        /** The ratio of figure to yardstick is at most the bound. */
        TIMES_AT_MOST,
        /** The figure itself is at most the bound. */
        AT_MOST,
        /** No target; the figure is for information. */
        NONE
    }

    static Target timesAtLeast(double bound) {
        return new Target(Kind.TIMES_AT_LEAST, bound);
    }

    static Target timesAtMost(double bound) {
        return new Target(Kind.TIMES_AT_MOST, bound);
    }

    static Target atMost(double bound) {
        return new Target(Kind.AT_MOST, bound);
    }

    static Target none() {
        return new Target(Kind.NONE, 0);
    }

    boolean isRelativeToYardstick() {
        return kind == Kind.TIMES_AT_LEAST || kind == Kind.TIMES_AT_MOST;
    }

    /** Whether a figure, or its ratio to the yardstick, meets the target. */
    boolean isMetBy(double value) {
        return kind == Kind.TIMES_AT_LEAST ? value >= bound : value <= bound;
    }

    String inWords() {
        var number = ReportRow.number(bound);
        return switch (kind) {
            case TIMES_AT_LEAST -> "≥ " + number + " ×";
            case TIMES_AT_MOST -> "≤ " + number + " ×";
            case AT_MOST -> "≤ " + number;
            case NONE -> "";
        };
    }
}
