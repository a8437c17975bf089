package dev.notificationfeed.feed;

import dev.notificationfeed.kafka.KafkaAdmin;
import dev.notificationfeed.kafka.KafkaClients;
import dev.notificationfeed.kafka.TopicFacts;
import dev.notificationfeed.kafka.Topics;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.InvalidOffsetException;
import org.jboss.logging.Logger;

/**
 * Reads the whole feed topic into the recent feed, on a thread of its own, for as long as the process lives.
 *
 * <pre>
 *   waiting ──topic found──► reading back ──end reached──► following ──topic made anew──┐
 *      ▲                         ▲                             │                        │
 *      └── topic gone, failure ──┼─────────────────────────────┘                        │
 *                                └──────────────────────────────────────────────────────┘
 * </pre>
 */
@ApplicationScoped
class FeedFollower {

    private static final Logger LOG = Logger.getLogger(FeedFollower.class);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final long PAUSE_MS = 500;

    /** That one costs nothing: it is a look at what is known, and whoever starts waits for it. */
    private static final long PAUSE_FOR_TOPIC_MS = 50;

    private final KafkaClients clients;
    private final Topics topics;
    private final FeedConfig config;
    private final FeedCodec codec;
    private final RecentFeed recent;
    private final MisroutedRecords strays;
    private final FeedListener listener;
    private final FeedState state;
    private final FeedMetrics metrics;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private FeedLog log;
    private TopicFacts lastFollowed;
    private boolean gap;
    private ResetReason owedReset;
    private String said;

    FeedFollower(
            KafkaClients clients,
            Topics topics,
            FeedConfig config,
            FeedCodec codec,
            RecentFeed recent,
            MisroutedRecords strays,
            FeedListener listener,
            FeedState state,
            FeedMetrics metrics) {
        this.clients = clients;
        this.topics = topics;
        this.config = config;
        this.codec = codec;
        this.recent = recent;
        this.strays = strays;
        this.listener = listener;
        this.state = state;
        this.metrics = metrics;
    }

    void start(@Observes StartupEvent started) {
        Thread reader = new Thread(this::followForEver, "feed-follower");
        reader.setDaemon(true);
        reader.start();
    }

    @PreDestroy
    void stop() {
        stopped.countDown();
    }

    private void followForEver() {
        while (stopped.getCount() > 0) {
            try {
                step();
            } catch (RuntimeException e) {
                leave(KafkaAdmin.describe(e));
                pause(PAUSE_MS);
            }
        }
        leave("this replica is going down");
    }

    private void step() {
        TopicFacts topic = topics.feed();
        if (topic == null) {
            leave("the feed topic has not been found");
            pause(PAUSE_FOR_TOPIC_MS);
        } else if (log == null || topic.isOtherLogThan(log.topic())) {
            follow(topic);
        } else {
            read();
        }
    }

    private void follow(TopicFacts topic) {
        close();
        state.notFollowing("the recent feed is being read back");
        boolean remade = lastFollowed != null && topic.isOtherLogThan(lastFollowed);
        boolean again = lastFollowed != null && !remade && !gap;
        log = FeedLog.open(clients.follower(), topic);
        long[] from = again ? log.from(recent.ends()) : remade ? log.beginning() : log.since(config);
        if (!again) {
            recent.restart(Epoch.of(topic), from);
            strays.restart(topic, log.formerEnds());
        }
        lastFollowed = topic;
        gap = false;
        LOG.infof("following the feed topic=%s epoch=%s partitions=%d", topic.name(), Epoch.of(topic), from.length);
        said = null;
        if (remade) {
            owedReset = ResetReason.FEED_REMADE;
        }
        // With nothing to read, a poll would only wait.
        if (log.beginsAtItsFormerEnd()) {
            arriveAtTheEnd();
        }
    }

    private void read() {
        try {
            log.poll(POLL).forEach(this::take);
        } catch (InvalidOffsetException e) {
            startAgainAfterGap();
            return;
        }
        recent.evictOverdue();
        if (!state.isFollowing() && log.hasReachedItsFormerEnd()) {
            arriveAtTheEnd();
        }
    }

    private void arriveAtTheEnd() {
        resetStreamsIfOwed();
        state.following();
    }

    /**
     * The topic's retention has removed what this replica had not read yet, or the topic was made anew between two
     * look-ups: nobody can say what was in it.
     */
    private void startAgainAfterGap() {
        LOG.warnf(
                "records of the feed were removed before they were read topic=%s",
                log.topic().name());
        gap = true;
        owedReset = ResetReason.TOO_OLD;
        leave("the recent feed is being read back");
    }

    /** Not before the end is reached: a stream told earlier would be shown the past as if it were news. */
    private void resetStreamsIfOwed() {
        if (owedReset != null) {
            listener.resetAll(owedReset);
            owedReset = null;
        }
    }

    private void take(ConsumerRecord<byte[], byte[]> read) {
        FeedRecord record = codec.decode(read.key(), read.value());
        if (record == null) {
            recent.skip(read.partition(), read.offset());
            metrics.unreadable();
            return;
        }
        metrics.read(read.timestamp());
        if (strays.isStray(record, read.partition())) {
            takeStray(record, read);
            return;
        }
        Entry entry = recent.append(record, read.partition(), read.offset(), read.timestamp());
        if (entry != null) {
            listener.arrived(entry);
        }
    }

    private void takeStray(FeedRecord record, ConsumerRecord<byte[], byte[]> read) {
        recent.skip(read.partition(), read.offset());
        if (strays.isNews(read) && !recent.isKnown(record)) {
            strays.move(record, read);
        }
    }

    /** Says so once, not at every new try. */
    private void leave(String why) {
        if (!why.equals(said)) {
            LOG.infof("the feed is not followed reason=\"%s\"", why);
        }
        said = why;
        state.notFollowing(why);
        close();
    }

    private void close() {
        if (log != null) {
            log.close();
            log = null;
        }
    }

    private void pause(long millis) {
        try {
            stopped.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            stopped.countDown();
        }
    }
}
