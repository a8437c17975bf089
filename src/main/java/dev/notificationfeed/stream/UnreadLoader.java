package dev.notificationfeed.stream;

import static java.util.stream.Collectors.partitioningBy;
import static java.util.stream.Collectors.toMap;

import dev.notificationfeed.notification.NotificationId;
import dev.notificationfeed.notification.Recipient;
import dev.notificationfeed.store.NotificationStore;
import dev.notificationfeed.store.UnreadItems;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Reads unread ids from the store. Recipients share commands, except those with many unread items: they are asked one by
 * one in a lane of their own, so that the others do not wait for them.
 *
 * <pre>
 *   load ──► shared lane ──answer fits──► answered
 *     │           └── too many items ──► who has many ──► lane for many ──► answered
 *     └── known to have many ─────────────────────────────────┘
 * </pre>
 */
@ApplicationScoped
class UnreadLoader {

    /** Asks the store; the number is the most items that it reads. */
    interface Store {
        Uni<UnreadItems> unread(Collection<Recipient> recipients, int most);
    }

    /** Bounds the time of a command, because opening a stream waits for it. */
    private static final int RECIPIENTS_PER_COMMAND = 250;

    private static final int ITEMS_PER_COMMAND = 20_000;

    /** So many items or more are many. Ten recipients without so many fit into a command. */
    private static final int MANY = ITEMS_PER_COMMAND / 10;

    /** The number of recipients that are remembered for having many items. */
    private static final int REMEMBERED = 1_000;

    private final Store store;
    private final int mostOfOne;
    private final UnreadLane shared;
    private final UnreadLane many;
    private final Set<Recipient> knownForMany = Collections.synchronizedSet(new LinkedHashSet<>());

    /** Runs the commands. Answers arrive on the thread that asked; on a caller's event loop they would wait behind its other work. */
    private final Executor asker;

    @Inject
    UnreadLoader(NotificationStore store, StreamConfig config) {
        this(store::unread, Executors.newSingleThreadExecutor(UnreadLoader::thread), config.unreadMost());
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "unread-loader");
        thread.setDaemon(true);
        return thread;
    }

    /**
     * @param asker runs each command to the store
     * @param mostOfOne the maximum number of items that are read of one recipient
     */
    UnreadLoader(Store store, Executor asker, int mostOfOne) {
        this.store = store;
        this.asker = asker;
        this.mostOfOne = mostOfOne;
        this.shared = new UnreadLane(RECIPIENTS_PER_COMMAND, this::askForAll, asker);
        this.many = new UnreadLane(1, this::askForOne, asker);
    }

    @PreDestroy
    void stop() {
        if (asker instanceof ExecutorService own) {
            own.shutdown();
        }
    }

    /** The unread items of a recipient that a stream waits for, read after this call; fails as the store does. */
    CompletableFuture<StoredUnread> load(Recipient recipient) {
        return laneOf(recipient).add(recipient);
    }

    /** The same for a recipient that no stream waits for: read after the others, and after {@link #loadNow}. */
    CompletableFuture<StoredUnread> loadLater(Recipient recipient) {
        return laneOf(recipient).addLater(recipient);
    }

    /** Reads what the calls of {@link #loadLater} asked for. */
    void loadNow() {
        shared.askNext();
        many.askNext();
    }

    private UnreadLane laneOf(Recipient recipient) {
        return knownForMany.contains(recipient) ? many : shared;
    }

    private Uni<?> askForAll(Map<Recipient, CompletableFuture<StoredUnread>> asked) {
        return store.unread(Set.copyOf(asked.keySet()), ITEMS_PER_COMMAND).invoke(items -> {
            if (items.complete()) {
                shared.askForMore();
                asked.forEach((recipient, answer) -> answer.complete(fitted(items.of(recipient))));
            } else {
                separate(asked, items);
            }
        });
    }

    /** At least one recipient has many items, or half as many recipients fit into a command. */
    private void separate(Map<Recipient, CompletableFuture<StoredUnread>> asked, UnreadItems items) {
        Map<Boolean, Map<Recipient, CompletableFuture<StoredUnread>>> byMany = asked.entrySet().stream()
                .collect(partitioningBy(
                        one -> items.of(one.getKey()).size() >= MANY, toMap(Map.Entry::getKey, Map.Entry::getValue)));
        if (byMany.get(true).isEmpty()) {
            shared.askForFewerThan(asked.size());
        }
        byMany.get(true).keySet().forEach(this::remember);
        many.addAgain(byMany.get(true));
        shared.addAgain(byMany.get(false));
    }

    private Uni<?> askForOne(Map<Recipient, CompletableFuture<StoredUnread>> asked) {
        return store.unread(Set.copyOf(asked.keySet()), mostOfOne)
                .invoke(items -> asked.forEach((recipient, answer) -> {
                    if (items.of(recipient).size() < MANY) {
                        knownForMany.remove(recipient);
                    }
                    answer.complete(
                            items.complete() ? StoredUnread.of(items.of(recipient)) : StoredUnread.moreThanAreRead());
                }));
    }

    private StoredUnread fitted(Map<NotificationId, Long> versions) {
        return versions.size() > mostOfOne ? StoredUnread.moreThanAreRead() : StoredUnread.of(versions);
    }

    private void remember(Recipient recipient) {
        synchronized (knownForMany) {
            knownForMany.add(recipient);
            if (knownForMany.size() > REMEMBERED) {
                knownForMany.remove(knownForMany.iterator().next());
            }
        }
    }
}
