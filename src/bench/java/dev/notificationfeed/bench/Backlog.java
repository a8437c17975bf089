package dev.notificationfeed.bench;

import java.util.function.IntUnaryOperator;

/** Events of 600 bytes that are on a topic before a consumer starts. */
final class Backlog {

    private Backlog() {}

    /** Writes a number of events; recipients take turns. */
    static void put(Backend backend, String topic, int events, int recipients) {
        put(backend, topic, new SampleEvents("backlog-" + System.nanoTime()), 0, events, number -> number % recipients);
    }

    /** Writes the events of a series, from one number (inclusive) to another (exclusive). */
    static void put(
            Backend backend, String topic, SampleEvents samples, int from, int to, IntUnaryOperator recipientOf) {
        try (var producer = Clients.bulkProducer(backend.bootstrapServers())) {
            for (int number = from; number < to; number++) {
                producer.send(SampleEvents.record(topic, samples, number, recipientOf.applyAsInt(number)));
            }
        }
    }
}
