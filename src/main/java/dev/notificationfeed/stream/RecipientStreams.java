package dev.notificationfeed.stream;

import dev.notificationfeed.feed.Entry;
import dev.notificationfeed.feed.ResetReason;
import dev.notificationfeed.notification.Recipient;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/** The open streams of one recipient on this replica, and the unread items that they share. */
final class RecipientStreams {

    private static final Logger LOG = Logger.getLogger(RecipientStreams.class);

    private final Recipient recipient;
    private final UnreadLoader loader;
    private final UnreadSet unread = new UnreadSet();
    private final List<FeedStream> streams = new CopyOnWriteArrayList<>();
    private final AtomicBoolean loading = new AtomicBoolean();

    RecipientStreams(Recipient recipient, UnreadLoader loader) {
        this.recipient = recipient;
        this.loader = loader;
    }

    Recipient recipient() {
        return recipient;
    }

    List<FeedStream> streams() {
        return streams;
    }

    /** The number of unread items. */
    int unreadCount() {
        return unread.size();
    }

    /** Completes when the unread items are known; fails when the store does. */
    Uni<Void> unreadKnown() {
        if (unread.isLoaded()) {
            return Uni.createFrom().voidItem();
        }
        int generation = unread.generation();
        return loader.load(recipient)
                .invoke(stored -> unread.load(stored, generation))
                .replaceWithVoid();
    }

    void arrived(Entry entry) {
        if (entry.isErasure()) {
            unread.forgetAll();
        } else {
            unread.apply(entry.record());
        }
        streams.forEach(FeedStream::wake);
    }

    /** Records of the feed were missed: loads the unread items again, and makes every client load its list. */
    void reset(ResetReason reason) {
        unread.forget();
        streams.forEach(stream -> stream.reset(reason));
    }

    /** See {@link FeedStream#tick}. */
    void tick(long now, long wallClockMillis) {
        if (unread.isForgotten() && loading.compareAndSet(false, true)) {
            unreadKnown()
                    .onTermination()
                    .invoke(() -> loading.set(false))
                    .subscribe()
                    .with(
                            known -> {},
                            failure -> LOG.debugf(failure, "unread items not loaded, the next tick retries"));
        }
        streams.forEach(stream -> stream.tick(now, wallClockMillis));
    }
}
