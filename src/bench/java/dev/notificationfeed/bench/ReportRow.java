package dev.notificationfeed.bench;

import java.util.Locale;

/**
 * One line of the table.
 *
 * @param what the name of the figure
 * @param unit of the figure and of the yardstick
 * @param figure the median of its runs
 * @param yardstick the name of the yardstick; empty if there is none
 * @param measure the median of the yardstick's runs, or null if there is none
 * @param target the target for the figure
 */
record ReportRow(String what, String unit, double figure, String yardstick, Double measure, Target target) {

    /** A figure with its yardstick. */
    static ReportRow of(String what, String unit, double figure, String yardstick, Double measure, Target target) {
        return new ReportRow(what, unit, figure, yardstick, measure, target);
    }

    /** A figure without a yardstick. */
    static ReportRow of(String what, String unit, double figure, Target target) {
        return new ReportRow(what, unit, figure, "", null, target);
    }

    /** The figure divided by its yardstick; null if there is none. */
    Double ratio() {
        return measure == null || measure == 0 ? null : Double.valueOf(figure / measure);
    }

    String verdict() {
        if (target.kind() == Target.Kind.NONE) {
            return "";
        }
        if (target.isRelativeToYardstick() && ratio() == null) {
            return "no yardstick";
        }
        return target.isMetBy(target.isRelativeToYardstick() ? ratio() : figure) ? "met" : "missed";
    }

    /** A number for people, with three significant digits. */
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
