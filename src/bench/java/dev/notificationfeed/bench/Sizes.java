package dev.notificationfeed.bench;

import java.time.Duration;
import java.util.List;

/**
 * The sizes of all scenarios.
 *
 * @param runs runs per scenario; the median counts
 * @param backlog measured events of the backlog
 * @param warmUp events of the backlog before the measured ones
 * @param oneByOne events that are ingested one by one
 * @param streams open streams, one per recipient
 * @param idleStreams open streams without events
 * @param missed events published while all readers are disconnected
 * @param slow the lower rate, events per second
 * @param fast the higher rate, events per second
 * @param warming warm-up time at a rate before the measurement
 * @param compiling warm-up time of the service, whose JVM compiles during that time
 * @param measured measured time at a rate
 * @param settling time after opening a stream until it counts as idle
 * @param items numbers of items of one recipient: few and many
 */
record Sizes(
        int runs,
        int backlog,
        int warmUp,
        int oneByOne,
        int streams,
        int idleStreams,
        int missed,
        int slow,
        int fast,
        Duration warming,
        Duration compiling,
        Duration measured,
        Duration settling,
        List<Integer> items) {

    /** The sizes that the targets are defined for. */
    static Sizes full(int runs) {
        return new Sizes(
                runs,
                200_000,
                400_000,
                5_000,
                10_000,
                15_000,
                1_000,
                1_000,
                3_000,
                Duration.ofSeconds(60),
                Duration.ofSeconds(120),
                Duration.ofSeconds(60),
                Duration.ofSeconds(30),
                List.of(10, 100_000));
    }

    /** Small sizes, only to check that the benchmark runs: the figures mean nothing. */
    static Sizes quick(int runs) {
        return new Sizes(
                runs,
                4_000,
                1_000,
                100,
                200,
                300,
                50,
                100,
                300,
                Duration.ofSeconds(2),
                Duration.ofSeconds(2),
                Duration.ofSeconds(3),
                Duration.ofSeconds(2),
                List.of(10, 2_000));
    }
}
