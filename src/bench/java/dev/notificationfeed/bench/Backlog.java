package dev.notificationfeed.bench;

import java.util.function.IntUnaryOperator;

/** Events of 600 bytes on a topic, before anybody reads them. */
final class Backlog {

    private Backlog() {}

    /** Puts so many there, of so many recipients in turn. */
    static void put(Backend backend, String topic, int events, int recipients) {
        put(backend, topic, new SampleEvents("backlog-" + System.nanoTime()), 0, events, number -> number % recipients);
    }

    /** Puts those of a series there, from one number up to another one. */
    static void put(
            Backend backend, String topic, SampleEvents samples, int from, int to, IntUnaryOperator recipientOf) {
        try (var producer = Clients.bulkProducer(backend.bootstrapServers())) {
            for (int number = from; number < to; number++) {
                producer.send(SampleEvents.record(topic, samples, number, recipientOf.applyAsInt(number)));
            }
        }
    }
}
