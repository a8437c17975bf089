package dev.notificationfeed.feed;

import dev.notificationfeed.kafka.TopicFacts;
import dev.notificationfeed.kafka.TopicWriter;
import dev.notificationfeed.kafka.Topics;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jboss.logging.Logger;

/**
 * Records in another partition than their recipient's. When the topic is given more partitions, a replica that has not
 * noticed goes on writing by the old number for a few seconds. Positions say nothing about such a record, so a stream
 * that is resumed would miss it in silence: every replica that reads one moves it to where it belongs, unless it has been
 * read from there already, and shows it from there only.
 *
 * <p>What lay there before the new number was noticed needs no moving: streams are reset then, and their clients load
 * everything that was stored. Used by the follower's thread.
 */
@Singleton
class MisroutedRecords {

    private static final Logger LOG = Logger.getLogger(MisroutedRecords.class);
    private static final Duration RETRY_MIN = Duration.ofMillis(200);
    private static final Duration RETRY_MAX = Duration.ofSeconds(2);

    private final TopicWriter writer;
    private final Topics topics;
    private TopicFacts log;
    private long[] coveredByReset = {};

    MisroutedRecords(TopicWriter writer, Topics topics) {
        this.writer = writer;
        this.topics = topics;
    }

    /**
     * From now on another log is followed.
     *
     * @param ends for each partition, where it ended when that began
     */
    void restart(TopicFacts topic, long[] ends) {
        log = topic;
        coveredByReset = ends.clone();
    }

    /** Whether the record lies where its recipient does not. */
    boolean isStray(FeedRecord record, int partition) {
        return home(record) != partition;
    }

    /** Whether clients have not been, or will not be, told to load what it says. */
    boolean isNews(ConsumerRecord<byte[], byte[]> read) {
        return read.offset() >= coveredByReset[read.partition()];
    }

    /** Copies it to where its recipient lies. Tried until it works: given up, it would be missed in silence. */
    void move(FeedRecord record, ConsumerRecord<byte[], byte[]> read) {
        TopicFacts followed = log;
        ProducerRecord<byte[], byte[]> copy =
                new ProducerRecord<>(followed.name(), home(record), null, read.key(), read.value(), read.headers());
        LOG.debugf("moved to the partition of its recipient from=%d to=%d", read.partition(), home(record));
        Uni.createFrom()
                .deferred(() -> isOver(followed) ? Uni.createFrom().voidItem() : writer.write(List.of(copy)))
                .onFailure()
                .retry()
                .withBackOff(RETRY_MIN, RETRY_MAX)
                .indefinitely()
                .subscribe()
                .with(moved -> {});
    }

    /** In yet another log it would be old news among new, and a reset has made it needless. */
    private boolean isOver(TopicFacts followed) {
        TopicFacts present = topics.feed();
        return present != null && present.isOtherLogThan(followed);
    }

    private int home(FeedRecord record) {
        return Partitioning.partitionOf(record.recipient(), log.partitions());
    }
}
