package dev.notificationfeed.stream;

import dev.notificationfeed.feed.Entry;
import dev.notificationfeed.feed.ResetReason;
import dev.notificationfeed.notification.Recipient;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import org.jboss.logging.Logger;

/** The open streams of one recipient on this replica, oldest first, and the unread items that they share. */
final class RecipientStreams {

    private static final Logger LOG = Logger.getLogger(RecipientStreams.class);

    private final Recipient recipient;
    private final UnreadLoader loader;
    private final StreamMetrics metrics;
    private final UnreadSet unread;
    private final List<FeedStream> streams = new CopyOnWriteArrayList<>();
    private volatile long unusedSince;
    private UnreadSet.Question question;
    private CompletableFuture<Void> answered;

    RecipientStreams(Recipient recipient, UnreadLoader loader, StreamMetrics metrics, int mostUnread) {
        this.recipient = recipient;
        this.loader = loader;
        this.metrics = metrics;
        this.unread = new UnreadSet(mostUnread);
    }

    Recipient recipient() {
        return recipient;
    }

    List<FeedStream> streams() {
        return streams;
    }

    /** Adds a stream. Returns the oldest one if there are too many now; it must end. */
    FeedStream add(FeedStream stream, int most) {
        streams.add(stream);
        return streams.size() > most ? streams.remove(0) : null;
    }

    void remove(FeedStream stream) {
        if (streams.remove(stream) && streams.isEmpty()) {
            unusedSince = System.nanoTime();
        }
    }

    /** Whether no stream is open. */
    boolean isUnused() {
        return streams.isEmpty();
    }

    boolean isUnusedFor(Duration time, long now) {
        return isUnused() && now - unusedSince >= time.toNanos();
    }

    /** The number of unread items. */
    int unreadCount() {
        return unread.size();
    }

    /** Completes when the unread items are known; fails when the store does. Asks again if the answer came too late. */
    Uni<Void> unreadKnown() {
        if (unread.isLoaded()) {
            return Uni.createFrom().voidItem();
        }
        return Uni.createFrom().completionStage(() -> ask(loader::load).copy()).chain(this::unreadKnown);
    }

    /** Compares with the store after the next call of {@link UnreadLoader#loadNow}; fails as the store does. */
    CompletableFuture<Void> checkUnread() {
        return unread.isLoaded() ? ask(loader::loadLater) : CompletableFuture.completedFuture(null);
    }

    /** Asks the store, unless an answer is on its way. */
    private synchronized CompletableFuture<Void> ask(Function<Recipient, CompletableFuture<StoredUnread>> load) {
        if (!unread.awaits(question)) {
            UnreadSet.Question asked = unread.ask();
            question = asked;
            answered = load.apply(recipient)
                    .whenComplete((stored, failure) -> answer(asked, stored, failure))
                    .thenRun(() -> {});
        }
        return answered;
    }

    private void answer(UnreadSet.Question asked, StoredUnread stored, Throwable failure) {
        if (failure != null) {
            unread.giveUp(asked);
            LOG.debugf(failure, "unread items not read, the service retries");
        } else if (unread.answer(asked, stored)) {
            metrics.unreadCorrected();
        }
    }

    void arrived(Entry entry) {
        if (entry.isErasure()) {
            unread.forgetAll();
        } else if (entry.isManyChanges()) {
            unread.forget();
        } else {
            unread.apply(entry.record());
        }
        streams.forEach(FeedStream::wake);
    }

    /** The unread items must be loaded again; until then the old number is shown. Resets wait for the end of the replay. */
    void replayBegins() {
        unread.forget();
        streams.forEach(FeedStream::holdReset);
    }

    /** Records of the feed were missed: loads the unread items again, and makes each client load its list at a random time. */
    void reset(ResetReason reason, Duration spread) {
        unread.forget();
        streams.forEach(stream -> stream.reset(
                reason, System.nanoTime() + ThreadLocalRandom.current().nextLong(spread.toNanos() + 1)));
    }

    /** Loads the unread items if they were forgotten. The next tick retries. */
    void loadIfForgotten() {
        if (!unread.isLoaded() && !isUnused()) {
            ask(loader::load);
        }
    }

    /** See {@link FeedStream#tick}. */
    void tick(long now, long wallClockMillis) {
        // A fault in one stream must not keep the others from being ticked.
        streams.forEach(stream -> metrics.guard(() -> stream.tick(now, wallClockMillis)));
    }
}
