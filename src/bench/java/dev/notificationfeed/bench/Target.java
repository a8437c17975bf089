package dev.notificationfeed.bench;

/**
 * What a figure is to be.
 *
 * @param kind what the bound is held against
 * @param bound the bound
 */
record Target(Kind kind, double bound) {

    /** What a bound is held against. */
    enum Kind {
        /** The figure divided by its yardstick: no less. */
        TIMES_AT_LEAST,
        /** The same: no more. */
        TIMES_AT_MOST,
        /** The figure itself: no more. */
        AT_MOST,
        /** Nothing: the figure is there to be known. */
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

    boolean isOfYardstick() {
        return kind == Kind.TIMES_AT_LEAST || kind == Kind.TIMES_AT_MOST;
    }

    /** Whether a figure, or its part of the yardstick, is as it is to be. */
    boolean isMetBy(double value) {
        return kind == Kind.TIMES_AT_LEAST ? value >= bound : value <= bound;
    }

    String inWords() {
        var number = Row.number(bound);
        return switch (kind) {
            case TIMES_AT_LEAST -> "≥ " + number + " ×";
            case TIMES_AT_MOST -> "≤ " + number + " ×";
            case AT_MOST -> "≤ " + number;
            case NONE -> "";
        };
    }
}
