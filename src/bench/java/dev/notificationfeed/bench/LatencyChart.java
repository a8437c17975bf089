package dev.notificationfeed.bench;

import static java.util.stream.Collectors.joining;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** An SVG chart of latency over percentile. Both axes are logarithmic; the percentile axis towards 100. */
final class LatencyChart {

    private static final List<String> COLOURS = List.of("#0b61a4", "#b4530a", "#4f7a28", "#7d3c98");
    private static final int WIDTH = 900;
    private static final int HEIGHT = 400;
    private static final int LEFT = 70;
    private static final int TOP = 20;
    private static final int RIGHT = 760;
    private static final int BOTTOM = 350;
    private static final int NINES = 5;
    private static final int LEAST_EXPONENT = -1;

    private final List<LatencyCurve> curves;
    private final List<String> names;
    private final int mostExponent;

    LatencyChart(List<LatencyCurve> curves) {
        this.curves = curves;
        names = curves.stream().map(LatencyCurve::name).distinct().toList();
        double highest = curves.stream()
                .flatMap(curve -> curve.points().stream())
                .mapToDouble(LatencyCurve.Point::millis)
                .max()
                .orElse(1);
        mostExponent = (int) Math.max(LEAST_EXPONENT + 1, Math.ceil(Math.log10(highest)));
    }

    String svg() {
        return "<svg viewBox=\"0 0 " + WIDTH + " " + HEIGHT + "\" width=\"" + WIDTH
                + "\" role=\"img\" aria-label=\"Latency in milliseconds over percentile\">\n" + axes()
                + curves.stream().map(this::line).collect(joining()) + legend() + "</svg>\n";
    }

    private String axes() {
        var percentiles = IntStream.rangeClosed(0, NINES)
                .mapToObj(nines -> tick(x(percentile(nines)), BOTTOM + 18, "middle", label(nines))
                        + rule(x(percentile(nines)), TOP, x(percentile(nines)), BOTTOM))
                .collect(joining());
        var millis = IntStream.rangeClosed(LEAST_EXPONENT, mostExponent)
                .mapToObj(exponent -> tick(
                                LEFT - 8,
                                y(Math.pow(10, exponent)) + 4,
                                "end",
                                ReportRow.number(Math.pow(10, exponent)) + " ms")
                        + rule(LEFT, y(Math.pow(10, exponent)), RIGHT, y(Math.pow(10, exponent))))
                .collect(joining());
        return percentiles + millis;
    }

    private static double percentile(int nines) {
        return 100 - Math.pow(10, 2 - nines);
    }

    private static String label(int nines) {
        return nines == 0
                ? "0"
                : "p" + String.format(Locale.ROOT, nines < 3 ? "%.0f" : "%." + (nines - 2) + "f", percentile(nines));
    }

    private static String tick(double x, double y, String anchor, String text) {
        return String.format(
                Locale.ROOT, "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>\n", x, y, anchor, text);
    }

    private static String rule(double x1, double y1, double x2, double y2) {
        return String.format(
                Locale.ROOT,
                "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"#d5dae0\"/>\n",
                x1,
                y1,
                x2,
                y2);
    }

    private String line(LatencyCurve curve) {
        var points = curve.points().stream()
                .map(point -> String.format(Locale.ROOT, "%.1f,%.1f", x(point.percentile()), y(point.millis())))
                .collect(joining(" "));
        return "<polyline fill=\"none\" stroke-width=\"1.5\" stroke=\"" + colour(curve.name()) + "\" points=\"" + points
                + "\"/>\n";
    }

    private String legend() {
        return IntStream.range(0, names.size())
                .mapToObj(i -> "<text x=\"" + (RIGHT + 16) + "\" y=\"" + (TOP + 14 + i * 18) + "\" style=\"fill:"
                        + colour(names.get(i)) + "\">" + HtmlReport.escaped(names.get(i)) + "</text>\n")
                .collect(joining());
    }

    private String colour(String name) {
        return COLOURS.get(names.indexOf(name) % COLOURS.size());
    }

    private static double x(double percentile) {
        double nines = Math.min(NINES, 2 - Math.log10(Math.max(100 - percentile, 1e-9)));
        return LEFT + (RIGHT - LEFT) * nines / NINES;
    }

    private double y(double millis) {
        double exponent = Math.max(LEAST_EXPONENT, Math.log10(Math.max(millis, 1e-9)));
        return BOTTOM - (BOTTOM - TOP) * (exponent - LEAST_EXPONENT) / (mostExponent - LEAST_EXPONENT);
    }
}
