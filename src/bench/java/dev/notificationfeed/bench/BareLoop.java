package dev.notificationfeed.bench;

import com.mongodb.WriteConcern;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.InsertManyOptions;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.bson.Document;

/**
 * The yardstick for ingest: poll, insert, produce, commit, without parsing, validation or deduplication. In batches it
 * shows what the client libraries can do; one by one it is the textbook consumer.
 */
final class BareLoop implements AutoCloseable {

    static final String IN = "bench-loop-in";
    static final String OUT = "bench-loop-out";

    private static final Duration POLL = Duration.ofSeconds(2);
    private static final InsertManyOptions UNORDERED = new InsertManyOptions().ordered(false);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final KafkaProducer<byte[], byte[]> producer;
    private final MongoClient mongo;
    private final MongoCollection<Document> collection;

    /** A loop that starts at the first uncommitted record. */
    BareLoop(Backend backend, int atOnce) {
        var name = "bench-loop-" + System.nanoTime();
        consumer = Clients.consumer(backend.bootstrapServers(), name, atOnce);
        producer = Clients.producer(backend.bootstrapServers());
        mongo = MongoClients.create(backend.mongo());
        collection = mongo.getDatabase("bench").getCollection(name).withWriteConcern(WriteConcern.MAJORITY);
        consumer.subscribe(List.of(IN));
    }

    /** Ingests the backlog on {@link #IN} in batches; returns the events per second after the warm-up. */
    double inBatches(int warmUp, int counted) throws ExecutionException, InterruptedException {
        return rate(warmUp, counted, this::ingestInBatch);
    }

    /** Ingests the backlog one record at a time and waits for each step; returns events per second after the warm-up. */
    double oneByOne(int warmUp, int counted) throws ExecutionException, InterruptedException {
        return rate(warmUp, counted, this::ingestOneByOne);
    }

    private double rate(int warmUp, int counted, Step step) throws ExecutionException, InterruptedException {
        int early = ingest(warmUp, step);
        long start = System.nanoTime();
        int taken = ingest(warmUp + counted - early, step);
        return taken * 1e9 / (System.nanoTime() - start);
    }

    private int ingest(int atLeast, Step step) throws ExecutionException, InterruptedException {
        int taken = 0;
        while (taken < atLeast) {
            var batch = consumer.poll(POLL);
            step.take(batch);
            taken += batch.count();
        }
        return taken;
    }

    private void ingestInBatch(ConsumerRecords<byte[], byte[]> batch) throws ExecutionException, InterruptedException {
        if (batch.isEmpty()) {
            return;
        }
        var documents = new ArrayList<Document>(batch.count());
        batch.forEach(record -> documents.add(document(record)));
        collection.insertMany(documents, UNORDERED);
        var sent = new ArrayList<Future<RecordMetadata>>(batch.count());
        batch.forEach(record -> sent.add(producer.send(copy(record))));
        for (var acknowledgement : sent) {
            acknowledgement.get();
        }
        consumer.commitSync();
    }

    private void ingestOneByOne(ConsumerRecords<byte[], byte[]> batch) throws ExecutionException, InterruptedException {
        for (var record : batch) {
            collection.insertOne(document(record));
            producer.send(copy(record)).get();
            consumer.commitSync(Offsets.after(record));
        }
    }

    private static Document document(ConsumerRecord<byte[], byte[]> record) {
        return new Document("_id", record.partition() + "-" + record.offset())
                .append("recipient", new String(record.key(), StandardCharsets.UTF_8))
                .append("event", new String(record.value(), StandardCharsets.UTF_8));
    }

    private static ProducerRecord<byte[], byte[]> copy(ConsumerRecord<byte[], byte[]> record) {
        return new ProducerRecord<>(OUT, record.key(), record.value());
    }

    @Override
    public void close() {
        consumer.close();
        producer.close();
        mongo.close();
    }

    private interface Step {
        void take(ConsumerRecords<byte[], byte[]> batch) throws ExecutionException, InterruptedException;
    }
}
