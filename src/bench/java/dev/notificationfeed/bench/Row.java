package dev.notificationfeed.bench;

import java.util.Locale;

/**
 * One line of the table.
 *
 * @param what what was measured
 * @param unit of the figure and of the yardstick
 * @param figure the median of its runs
 * @param yardstick what it stands beside
 * @param measure the median of the yardstick's runs, or null if there is none
 * @param goal what it is to be
 */
record Row(String what, String unit, double figure, String yardstick, Double measure, Target goal) {

    /** A figure beside its yardstick. */
    static Row of(String what, String unit, double figure, String yardstick, Double measure, Target goal) {
        return new Row(what, unit, figure, yardstick, measure, goal);
    }

    /** A figure that stands alone. */
    static Row of(String what, String unit, double figure, Target goal) {
        return new Row(what, unit, figure, "", null, goal);
    }

    /** The figure divided by its yardstick; null if there is none. */
    Double ratio() {
        return measure == null || measure == 0 ? null : Double.valueOf(figure / measure);
    }

    String verdict() {
        if (goal.kind() == Target.Kind.NONE) {
            return "";
        }
        if (goal.isOfYardstick() && ratio() == null) {
            return "no yardstick";
        }
        return goal.isMetBy(goal.isOfYardstick() ? ratio() : figure) ? "met" : "missed";
    }

    /** A number as a person reads it: three digits that count. */
    static String number(Double value) {
        if (value == null) {
            return "";
        }
        double size = Math.abs(value);
        if (value == Math.rint(value) || size >= 100) {
            return String.format(Locale.ROOT, "%,d", Math.round(value));
        }
        return String.format(Locale.ROOT, size >= 10 ? "%.1f" : "%.2f", value);
    }
}
