package dev.notificationfeed.bench;

/** One thing that is measured, with its yardstick. */
interface Scenario {

    /** By which it can be asked for alone. */
    String name();

    /** Measures, as often as the sizes say, and tells the report. */
    void run(BenchmarkContext lab) throws Exception;
}
