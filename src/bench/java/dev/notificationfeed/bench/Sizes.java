package dev.notificationfeed.bench;

import java.time.Duration;
import java.util.List;

/**
 * How large everything is.
 *
 * @param runs how often each scenario is run; the median counts
 * @param backlog events of the backlog that are counted
 * @param warmUp events of the backlog before those
 * @param oneByOne events that are taken in one by one
 * @param streams open streams, each of another recipient
 * @param idleStreams open streams to which nothing is sent
 * @param missed events that nobody is there to read
 * @param slow events per second, the lower rate
 * @param fast events per second, the higher rate
 * @param warming time at a rate before it is measured
 * @param compiling the same for the service, whose JVM compiles for as long
 * @param measured time at a rate that is measured
 * @param settling time until something that was opened counts as idle
 * @param items items of one recipient, few and many
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

    /** Those that the targets name. */
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

    /** To see whether it works: the figures mean nothing. */
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
