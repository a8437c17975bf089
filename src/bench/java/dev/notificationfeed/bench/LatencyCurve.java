package dev.notificationfeed.bench;

import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * The latencies of one run.
 *
 * @param figure the title of the chart that shows it
 * @param name the system that was measured
 * @param points percentiles and their latencies, ascending
 */
record LatencyCurve(String figure, String name, List<Point> points) {

    private static final int STEPS_PER_HALF = 5;

    /**
     * One point of the curve.
     *
     * @param percentile the percentage of events that took at most {@code millis}
     * @param millis the latency
     */
    record Point(double percentile, double millis) {}

    static LatencyCurve of(String figure, String name, Histogram latencies) {
        var points = new ArrayList<Point>();
        latencies
                .percentiles(STEPS_PER_HALF)
                .forEach(value -> points.add(
                        new Point(value.getPercentileLevelIteratedTo(), value.getValueIteratedTo() / 1_000.0)));
        return new LatencyCurve(figure, name, points);
    }
}
