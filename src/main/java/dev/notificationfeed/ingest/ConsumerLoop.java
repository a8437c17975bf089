package dev.notificationfeed.ingest;

import dev.notificationfeed.kafka.TopicFacts;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.common.Uuid;
import org.jboss.logging.Logger;

/**
 * Polls events for as long as the process lives, on one thread, with one {@link GroupMember} after the other.
 *
 * <pre>
 *   waiting ──topic found──► polling ◄──room, no room──► keeping alive
 *      ▲                        │                              │
 *      └── pause ◄── any failure, or the topic was recreated ──┘
 * </pre>
 *
 * A batch is handed over when the pipeline has room, also across members, so no more than the pipeline holds is in memory.
 */
final class ConsumerLoop implements Runnable {

    /** Makes a member of the group. */
    @FunctionalInterface
    interface Joining {
        GroupMember join(String topic, boolean fromBeginning);
    }

    private static final Logger LOG = Logger.getLogger(ConsumerLoop.class);

    /** Short, because asking for the topic reads a field only, and startup waits for it. */
    private static final Duration TOPIC_PAUSE = Duration.ofMillis(50);

    /** Longer than most batches take, so that a busy consumer is not paused and resumed all the time. */
    private static final long ROOM_WAIT_MS = 100;

    private final Supplier<TopicFacts> topic;
    private final Joining group;
    private final Function<Polled, Uni<Void>> pipeline;
    private final ConsumerOutage outage;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private volatile boolean draining;
    private volatile GroupMember member;
    private TopicFacts opened;
    private long openedAt;
    private Uuid consumed;
    private CompletableFuture<Void> room = CompletableFuture.completedFuture(null);

    /**
     * @param topic the events topic; null while it is not known to exist
     * @param pipeline takes a batch, and completes when the next one may be polled
     */
    ConsumerLoop(
            Supplier<TopicFacts> topic, Joining group, Function<Polled, Uni<Void>> pipeline, ConsumerOutage outage) {
        this.topic = topic;
        this.group = group;
        this.pipeline = pipeline;
        this.outage = outage;
    }

    /** Polls no more records; stays in the group, so that what was polled can be committed. */
    void drain() {
        draining = true;
    }

    /** Ends the loop within a moment. */
    void stop() {
        stopped.countDown();
    }

    /** What this replica owns; empty while it has no consumer. */
    Optional<OwnedPartitions> owned() {
        return Optional.ofNullable(member).map(GroupMember::owned);
    }

    @Override
    public void run() {
        while (stopped.getCount() > 0) {
            try {
                step();
            } catch (Throwable failure) { // an Error too: without this thread the replica would wait for a restart
                restartAfter(failure);
            }
        }
        leave();
    }

    private void step() throws InterruptedException, ExecutionException {
        TopicFacts found = topic.get();
        if (member == null) {
            joinIfFound(found);
        } else if (found != null && !found.id().equals(opened.id())) {
            leave();
        } else {
            work();
        }
    }

    private void joinIfFound(TopicFacts found) throws InterruptedException {
        if (found == null) {
            stopped.await(TOPIC_PAUSE.toMillis(), TimeUnit.MILLISECONDS);
            return;
        }
        boolean recreated = consumed != null && !consumed.equals(found.id());
        if (recreated) {
            LOG.warnf("the events topic was recreated, reading it from its beginning topic=%s", found.name());
        }
        opened = found;
        openedAt = System.nanoTime();
        member = group.join(found.name(), recreated);
    }

    private void work() throws InterruptedException, ExecutionException {
        if (draining || !hasRoom()) {
            member.keepAlive();
        } else {
            member.poll().ifPresent(polled -> room = pipeline.apply(polled).subscribeAsCompletionStage());
        }
        if (member.owned().joined()) {
            outage.joined();
            outage.worksFor(Duration.ofNanos(System.nanoTime() - openedAt));
        }
        if (!member.owned().now().isEmpty()) {
            consumed = opened.id();
        }
    }

    private boolean hasRoom() throws InterruptedException, ExecutionException {
        try {
            room.get(ROOM_WAIT_MS, TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            room = CompletableFuture.completedFuture(null);
            throw e;
        }
    }

    private void restartAfter(Throwable failure) {
        // Closing and pausing would fail too.
        Thread.interrupted();
        try {
            leave();
        } catch (Throwable e) { // an Error too, as in run
            LOG.debug("the event consumer did not close cleanly", e);
        }
        try {
            Throwable reason = failure instanceof ExecutionException ? failure.getCause() : failure;
            stopped.await(outage.failed(reason).toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            LOG.debug("interrupted, continuing", e);
        }
    }

    /** What the pipeline holds of this member is handled and not committed; the next owner of the partitions polls it again. */
    private void leave() {
        GroupMember left = member;
        member = null;
        if (left != null) {
            left.close();
        }
    }
}
