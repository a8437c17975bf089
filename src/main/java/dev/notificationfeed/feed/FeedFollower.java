package dev.notificationfeed.feed;

import dev.notificationfeed.kafka.KafkaAdmin;
import dev.notificationfeed.kafka.KafkaClients;
import dev.notificationfeed.kafka.TopicFacts;
import dev.notificationfeed.kafka.Topics;
import dev.notificationfeed.time.Faults;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.InvalidOffsetException;
import org.apache.kafka.clients.consumer.LogTruncationException;
import org.apache.kafka.common.KafkaException;
import org.jboss.logging.Logger;
import org.jboss.logging.Logger.Level;

/**
 * Reads the whole feed topic into the recent feed, on its own thread, until the process ends.
 *
 * <pre>
 *   waiting ──topic found──► reading back ──end reached──► following ──topic recreated──┐
 *      ▲                         ▲                             │                        │
 *      └── topic gone, failure ──┼─────────────────────────────┘                        │
 *                                └──────────────────────────────────────────────────────┘
 * </pre>
 */
@ApplicationScoped
class FeedFollower {

    private static final Logger LOG = Logger.getLogger(FeedFollower.class);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final long RETRY_PAUSE_MS = 500;

    /** Short, because asking for the topic reads a field only, and startup waits for it. */
    private static final long TOPIC_PAUSE_MS = 50;

    private final KafkaClients clients;
    private final Topics topics;
    private final FeedConfig config;
    private final Clock clock;
    private final RecentFeed recent;
    private final FeedRecordHandler handler;
    private final FeedListener listener;
    private final FeedState state;
    private final Faults faults = new Faults("feed-follower");
    private final CountDownLatch stopped = new CountDownLatch(1);
    private FeedLog log;
    private TopicFacts lastFollowed;
    private boolean gap;
    private boolean cut;
    private ResetReason pendingReset;
    private String loggedReason;

    FeedFollower(
            KafkaClients clients,
            Topics topics,
            FeedConfig config,
            Clock clock,
            RecentFeed recent,
            FeedRecordHandler handler,
            FeedListener listener,
            FeedState state) {
        this.clients = clients;
        this.topics = topics;
        this.config = config;
        this.clock = clock;
        this.recent = recent;
        this.handler = handler;
        this.listener = listener;
        this.state = state;
    }

    void start(@Observes StartupEvent started) {
        Thread reader = new Thread(this::followUntilStopped, "feed-follower");
        reader.setDaemon(true);
        reader.start();
    }

    @PreDestroy
    void stop() {
        stopped.countDown();
    }

    private void followUntilStopped() {
        while (stopped.getCount() > 0) {
            try {
                step();
            } catch (KafkaException e) {
                LOG.debug("the feed could not be read, it is tried again", e);
                stopFollowing(KafkaAdmin.describe(e));
                pause(RETRY_PAUSE_MS);
            } catch (RuntimeException | Error e) {
                faults.caught(e);
                stopFollowing(KafkaAdmin.describe(e));
                pause(RETRY_PAUSE_MS);
            }
        }
        stopFollowing("this replica is shutting down");
    }

    private void step() {
        TopicFacts topic = topics.feed();
        if (topic == null) {
            stopFollowing("the feed topic has not been found");
            pause(TOPIC_PAUSE_MS);
        } else {
            openOrRead(topic);
        }
    }

    /** A consumer may find out as soon as its position is asked for, not only by a poll. */
    private void openOrRead(TopicFacts topic) {
        try {
            if (log == null || topic.isOtherLogThan(log.topic())) {
                open(topic);
            } else {
                read();
            }
        } catch (LogTruncationException e) {
            cut = true;
            restartAfterGap("feed log was cut before the last record that was read topic=%s", topic);
        } catch (InvalidOffsetException e) {
            restartAfterGap("feed records were removed before they were read topic=%s", topic);
        }
    }

    private void open(TopicFacts topic) {
        close();
        state.notFollowing("the recent feed is being read back");
        boolean recreated = lastFollowed != null && topic.isOtherLogThan(lastFollowed);
        log = FeedLog.open(clients.follower(), topic, clock);
        if (recreated) {
            pendingReset = ResetReason.FEED_REMADE;
        }
        if (lastFollowed == null || recreated || gap) {
            if (lastFollowed != null) {
                faults.guard(listener::replayBegins);
            }
            long[] from = recreated ? log.beginning() : log.since(config);
            if (cut || log.endsBefore(recent.ends())) {
                recent.forgetLog();
            }
            handler.restart(topic, from, log.initialEnds());
        } else {
            log.from(recent.ends());
        }
        lastFollowed = topic;
        gap = false;
        cut = false;
        LOG.infof(
                "feed consumer started topic=%s epoch=%s partitions=%d",
                topic.name(), Epoch.of(topic), topic.partitions());
        loggedReason = null;
        // Without anything to read back, a poll would only wait.
        if (log.startsAtInitialEnd()) {
            startFollowing();
        }
    }

    private void read() {
        try {
            handler.handle(log.poll(POLL));
        } catch (KafkaException e) {
            skipCorruptRecord(e);
        }
        recent.evictOverdue();
        if (!state.isFollowing() && log.hasReachedInitialEnd()) {
            startFollowing();
        }
    }

    /** Opened again, the log would fail at the same record until the topic's retention removes it. */
    private void skipCorruptRecord(KafkaException failure) {
        int partition = log.partitionOfCorruptRecord(failure);
        if (partition < 0) {
            throw failure;
        }
        handler.skipCorrupt(partition, log.skip(partition));
    }

    /** Streams are reset only now: reset earlier, they would show the records that are read back as if they were new. */
    private void startFollowing() {
        if (pendingReset != null) {
            ResetReason reason = pendingReset;
            pendingReset = null;
            faults.guard(() -> listener.resetAll(reason));
        }
        state.following();
    }

    /**
     * The topic's retention has removed records that this replica had not read yet, the topic was recreated between two look-ups,
     * or the log was cut. What those records said is not known.
     */
    private void restartAfterGap(String what, TopicFacts topic) {
        LOG.warnf(what, topic.name());
        gap = true;
        pendingReset = ResetReason.TOO_OLD;
        stopFollowing("the recent feed is being read back");
    }

    /** Logs each reason once, not on every retry, and at DEBUG while this replica waits for its first start. */
    private void stopFollowing(String reason) {
        if (!reason.equals(loggedReason)) {
            LOG.logf(lastFollowed == null ? Level.DEBUG : Level.INFO, "feed consumer stopped reason=\"%s\"", reason);
        }
        loggedReason = reason;
        state.notFollowing(reason);
        close();
    }

    private void close() {
        FeedLog closing = log;
        log = null;
        if (closing != null) {
            faults.guard(closing::close);
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
