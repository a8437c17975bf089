package dev.notificationfeed.bench;

import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * The latencies of one run.
 *
 * @param figure the picture that it belongs to
 * @param name whose it is
 * @param points percentiles and their latencies, upwards
 */
record LatencyCurve(String figure, String name, List<Point> points) {

    private static final int STEPS_PER_HALF = 5;

    /**
     * One of them.
     *
     * @param percentile so many of a hundred were no slower
     * @param millis than this
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
