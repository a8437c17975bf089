package dev.notificationfeed.feed;

import dev.notificationfeed.kafka.TopicFacts;
import dev.notificationfeed.kafka.TopicWriter;
import dev.notificationfeed.kafka.Topics;
import dev.notificationfeed.notification.Publication;
import dev.notificationfeed.store.NotificationStore;
import io.opentelemetry.context.Context;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;

/** Writes publications to the feed topic. All records of a recipient are in one partition, so they have one order. */
@ApplicationScoped
public class FeedPublisher {

    private final Topics topics;
    private final TopicWriter writer;
    private final FeedCodec codec;
    private final FeedTracing tracing;
    private final NotificationStore store;

    FeedPublisher(Topics topics, TopicWriter writer, FeedCodec codec, FeedTracing tracing, NotificationStore store) {
        this.topics = topics;
        this.writer = writer;
        this.codec = codec;
        this.tracing = tracing;
        this.store = store;
    }

    /**
     * A publication and the trace that it belongs to.
     *
     * @param publication what to publish
     * @param trace the trace that readers of the feed continue
     */
    public record Traced(Publication publication, Context trace) {}

    /**
     * Publishes in the order given and completes when Kafka has acknowledged everything. Fails if Kafka does not do so within
     * ten seconds, or if the feed topic does not exist. Publishing again is safe: readers drop versions that they know.
     */
    public Uni<Void> publish(List<Traced> publications) {
        if (publications.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        TopicFacts feed = topics.feed();
        if (feed == null) {
            return Uni.createFrom().failure(new KafkaException("the feed topic does not exist"));
        }
        return writer.write(publications.stream()
                .map(traced -> record(feed, traced.publication(), traced.trace()))
                .toList());
    }

    /** Publishes in the current trace, then marks the publications as published in the outbox. */
    Uni<Void> publishAndMark(List<Publication> publications) {
        Context trace = Context.current();
        return publish(publications.stream()
                        .map(publication -> new Traced(publication, trace))
                        .toList())
                .chain(() -> store.markPublished(publications));
    }

    private ProducerRecord<byte[], byte[]> record(TopicFacts feed, Publication publication, Context trace) {
        String recipient = publication.recipient().value();
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(
                feed.name(),
                Partitioning.partitionOf(recipient, feed.partitions()),
                recipient.getBytes(StandardCharsets.UTF_8),
                codec.encode(publication));
        tracing.carry(trace, record.headers());
        return record;
    }
}
