package dev.notificationfeed.bench;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;

/** The yardstick for latency: two hops through Kafka (produce, consume, produce, consume) and nothing else. */
final class BareKafkaHops {

    static final String FIRST = "bench-hop-one";
    static final String SECOND = "bench-hop-two";

    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration LAST_ONES = Duration.ofSeconds(30);

    private final String bootstrapServers;
    private final AtomicBoolean over = new AtomicBoolean();

    BareKafkaHops(String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
    }

    /** Sends events of 600 bytes through both hops at a constant rate. */
    Deliveries measure(ConstantRate pace, int events) throws InterruptedException {
        var deliveries = new Deliveries(events);
        var samples = new SampleEvents("hops-" + System.nanoTime());
        try (var first = Clients.producer(bootstrapServers);
                var second = Clients.producer(bootstrapServers)) {
            var threads = List.of(
                    reader(FIRST, record -> pass(second, record)),
                    reader(SECOND, record -> deliveries.arrived(number(record), System.nanoTime())));
            pace.send(0, events, deliveries, number -> first.send(record(samples, number)));
            deliveries.awaitAll(LAST_ONES);
            over.set(true);
            for (var thread : threads) {
                thread.join();
            }
        }
        return deliveries;
    }

    private static ProducerRecord<byte[], byte[]> record(SampleEvents samples, int number) {
        return new ProducerRecord<>(
                FIRST,
                ByteBuffer.allocate(Integer.BYTES).putInt(number).array(),
                samples.event(number, SampleEvents.recipient(number)));
    }

    private static void pass(KafkaProducer<byte[], byte[]> producer, ConsumerRecord<byte[], byte[]> record) {
        producer.send(new ProducerRecord<>(SECOND, record.key(), record.value()));
    }

    private static int number(ConsumerRecord<byte[], byte[]> record) {
        return ByteBuffer.wrap(record.key()).getInt();
    }

    /** Returns when the consumer has its partitions, so that it receives every later record. */
    private Thread reader(String topic, Consumer<ConsumerRecord<byte[], byte[]>> each) throws InterruptedException {
        var reads = new CountDownLatch(1);
        var thread = new Thread(() -> read(topic, each, reads), topic);
        thread.start();
        reads.await();
        return thread;
    }

    private void read(String topic, Consumer<ConsumerRecord<byte[], byte[]>> each, CountDownLatch reads) {
        try (var consumer = Clients.consumer(bootstrapServers, topic, 1_000)) {
            consumer.subscribe(List.of(topic));
            while (!over.get()) {
                consumer.poll(POLL).forEach(each);
                if (!consumer.assignment().isEmpty()) {
                    consumer.assignment().forEach(consumer::position);
                    reads.countDown();
                }
            }
            consumer.commitSync();
        }
    }
}
