package dev.notificationfeed.devstack;

/**
 * The load of a training run.
 *
 * @param readers open streams, one per recipient
 * @param rounds how often events are published steadily, every kind of call is made, and all streams are reopened
 * @param steady events per round
 * @param burst events published at once while no stream is open
 */
record AotTrainingSize(int readers, int rounds, int steady, int burst) {

    /** About a minute of work: enough for the JIT compiler to find the hot methods. */
    static final AotTrainingSize FULL = new AotTrainingSize(200, 20, 500, 20_000);
}
