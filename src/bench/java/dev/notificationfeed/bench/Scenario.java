package dev.notificationfeed.bench;

/** One measurement and its yardstick. */
interface Scenario {

    /** The name that selects the scenario on the command line. */
    String name();

    /** Measures as often as {@link Sizes#runs} says, and adds rows to the report. */
    void run(BenchmarkContext context) throws Exception;
}
