package dev.notificationfeed.kafka;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ApiException;

/**
 * The one producer of this process. {@code send} may block for its {@code max.block.ms}, so it is called on a thread of
 * its own, which also keeps the order; the queue before that thread is bounded, and a full one fails at once.
 */
@ApplicationScoped
public class TopicWriter {

    private static final int QUEUED_WRITES = 1_000;

    private final KafkaClients clients;
    private final Topics topics;
    private final ThreadPoolExecutor sender = new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(QUEUED_WRITES),
            work -> new Thread(work, "topic-writer"));
    private final Set<String> used = new HashSet<>();
    private KafkaProducer<byte[], byte[]> producer;

    TopicWriter(KafkaClients clients, Topics topics) {
        this.clients = clients;
        this.topics = topics;
    }

    /**
     * Writes records in the order given and completes when Kafka has acknowledged all of them. Fails if one of them was
     * not acknowledged within ten seconds, was refused, or if the last look-up did not find its topic; others may have
     * been written then.
     */
    public Uni<Void> write(List<ProducerRecord<byte[], byte[]>> records) {
        if (records.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return Uni.createFrom().emitter(emitter -> enqueue(records, emitter));
    }

    private void enqueue(List<ProducerRecord<byte[], byte[]>> records, UniEmitter<? super Void> emitter) {
        try {
            sender.execute(() -> sendAll(records, emitter));
        } catch (RejectedExecutionException e) {
            emitter.fail(new KafkaException("too many writes are waiting", e));
        }
    }

    private void sendAll(List<ProducerRecord<byte[], byte[]>> records, UniEmitter<? super Void> emitter) {
        Acknowledgements pending = new Acknowledgements(records.size(), emitter);
        for (ProducerRecord<byte[], byte[]> next : records) {
            if (pending.hasFailed()) {
                pending.arrivedNever();
                continue;
            }
            try {
                producerFor(next.topic()).send(next, (metadata, failure) -> pending.arrived(failure));
            } catch (RuntimeException e) {
                closeIfUnusable(e);
                pending.arrived(e);
            }
        }
    }

    private KafkaProducer<byte[], byte[]> producerFor(String topic) {
        if (!topics.exists(topic)) {
            forget(topic);
            throw new KafkaException("topic " + topic + " does not exist");
        }
        if (producer == null) {
            producer = clients.producer();
        }
        used.add(topic);
        return producer;
    }

    /** A producer asks again and again for the metadata of the topics that it has used, and asking creates them. */
    private void forget(String topic) {
        if (used.contains(topic)) {
            close(Duration.ZERO);
        }
    }

    /** What Kafka answered about one record leaves the producer as it was; anything else may have broken it. */
    private void closeIfUnusable(RuntimeException failure) {
        if (!(failure instanceof ApiException)) {
            close(Duration.ZERO);
        }
    }

    private void close(Duration patience) {
        if (producer != null) {
            producer.close(patience);
            producer = null;
            used.clear();
        }
    }

    @PreDestroy
    void stop() {
        sender.execute(() -> close(Duration.ofSeconds(2)));
        sender.shutdown();
    }

    /** Counts the records of one write, and ends it with the first failure there was. */
    private static final class Acknowledgements {

        private final AtomicInteger missing;
        private final AtomicReference<Throwable> failure = new AtomicReference<>();
        private final UniEmitter<? super Void> emitter;

        Acknowledgements(int records, UniEmitter<? super Void> emitter) {
            this.missing = new AtomicInteger(records);
            this.emitter = emitter;
        }

        /** With one record refused the write has failed, and each further one could block for as long again. */
        boolean hasFailed() {
            return failure.get() != null;
        }

        void arrivedNever() {
            arrived(failure.get());
        }

        void arrived(Throwable problem) {
            if (problem != null) {
                failure.compareAndSet(null, problem);
            }
            if (missing.decrementAndGet() > 0) {
                return;
            }
            if (failure.get() == null) {
                emitter.complete(null);
            } else {
                emitter.fail(failure.get());
            }
        }
    }
}
