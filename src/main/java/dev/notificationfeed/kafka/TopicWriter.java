package dev.notificationfeed.kafka;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
import org.jboss.logging.Logger;

/**
 * Writes to topics that exist, with one producer for each topic. {@code send} may block for {@code max.block.ms}, so one
 * thread of its own calls it, which also keeps the order. The queue of that thread is bounded; a write fails at once when
 * the queue is full.
 */
@ApplicationScoped
public class TopicWriter {

    private static final Logger LOG = Logger.getLogger(TopicWriter.class);
    private static final int QUEUED_WRITES = 1_000;
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);

    private final KafkaClients clients;
    private final Topics topics;
    private final ThreadPoolExecutor sender = new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(QUEUED_WRITES),
            work -> new Thread(work, "topic-writer"));

    /** By topic, so that closing one does not abort the writes to another. Used by the sender's thread only. */
    private final Map<String, KafkaProducer<byte[], byte[]>> producers = new HashMap<>();

    TopicWriter(KafkaClients clients, Topics topics) {
        this.clients = clients;
        this.topics = topics;
    }

    /**
     * Writes records in the order given and completes when Kafka has acknowledged all of them. Fails when Kafka refuses a
     * record or does not acknowledge it within ten seconds, or when the last look-up did not find its topic; other records
     * may have been written then.
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
            emitter.fail(new KafkaException("too many writes are queued", e));
        }
    }

    private void sendAll(List<ProducerRecord<byte[], byte[]>> records, UniEmitter<? super Void> emitter) {
        Acknowledgements pending = new Acknowledgements(records.size(), emitter);
        for (ProducerRecord<byte[], byte[]> next : records) {
            if (pending.hasFailed()) {
                pending.skipped();
                continue;
            }
            try {
                producerFor(next.topic()).send(next, (metadata, failure) -> pending.arrived(failure));
            } catch (RuntimeException | Error e) {
                // First, because a write that never ends would stop the ingest for good.
                pending.arrived(e);
                closeIfUnusable(next.topic(), e);
            }
        }
    }

    private KafkaProducer<byte[], byte[]> producerFor(String topic) {
        if (!topics.exists(topic)) {
            // An open producer keeps asking for the metadata of its topic, and asking creates the topic.
            close(topic);
            throw new KafkaException("topic " + topic + " does not exist");
        }
        return producers.computeIfAbsent(topic, clients::producer);
    }

    /** An API error is Kafka's answer about one record and leaves the producer usable; anything else may have broken it. */
    private void closeIfUnusable(String topic, Throwable failure) {
        if (!(failure instanceof ApiException)) {
            close(topic);
        }
    }

    private void close(String topic) {
        KafkaProducer<byte[], byte[]> producer = producers.remove(topic);
        if (producer != null) {
            closeNow(producer);
        }
    }

    private static void closeNow(KafkaProducer<byte[], byte[]> producer) {
        try {
            producer.close(Duration.ZERO);
        } catch (KafkaException e) {
            LOG.debug("a producer was closed with a failure", e);
        }
    }

    private void closeAll() {
        producers.values().forEach(producer -> producer.close(CLOSE_TIMEOUT));
        producers.clear();
    }

    @PreDestroy
    void stop() {
        sender.execute(this::closeAll);
        sender.shutdown();
    }

    /** Counts the acknowledgements of one write. The write fails with the first failure. */
    private static final class Acknowledgements {

        private final AtomicInteger missing;
        private final AtomicReference<Throwable> failure = new AtomicReference<>();
        private final UniEmitter<? super Void> emitter;

        Acknowledgements(int records, UniEmitter<? super Void> emitter) {
            this.missing = new AtomicInteger(records);
            this.emitter = emitter;
        }

        /** The write has failed then. Further records are not sent, because each could block for {@code max.block.ms} again. */
        boolean hasFailed() {
            return failure.get() != null;
        }

        void skipped() {
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
