package dev.notificationfeed.devstack;

/**
 * How much is rehearsed.
 *
 * @param readers open streams, each of another recipient
 * @param rounds how often events are published steadily, every kind of call is made, and all readers come anew
 * @param steady events of each round
 * @param rush events that are published at once while nobody reads
 */
record AotTrainingSize(int readers, int rounds, int steady, int rush) {

    /** About a minute of work: enough for the JVM's compiler to know what matters. */
    static final AotTrainingSize WHOLE = new AotTrainingSize(200, 20, 500, 20_000);
}
