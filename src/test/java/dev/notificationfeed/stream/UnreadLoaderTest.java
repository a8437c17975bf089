package dev.notificationfeed.stream;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.notificationfeed.notification.NotificationId;
import dev.notificationfeed.notification.Recipient;
import dev.notificationfeed.store.UnreadItems;
import io.smallrye.mutiny.Uni;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class UnreadLoaderTest {

    private static final Recipient FIRST = new Recipient("first");
    private static final Recipient HOARDER = new Recipient("hoarder");

    private final List<Collection<Recipient>> questions = Collections.synchronizedList(new ArrayList<>());
    private final Map<Recipient, CompletableFuture<?>> held = new HashMap<>();
    private final Map<Recipient, Integer> unread = new HashMap<>();
    private final Queue<Runnable> commands = new ArrayDeque<>();
    private final UnreadLoader loader = new UnreadLoader(this::answer, Runnable::run, 10_000);
    private int mostRead;

    @Test
    void asksAtOnceForASingleRecipient() {
        IntStream.range(0, 20).forEach(i -> assertThat(load("reader-" + i)).isCompleted());

        assertThat(questions).hasSize(20).allMatch(asked -> asked.size() == 1);
    }

    @Test
    void asksForManyRecipientsInBoundedCommands() {
        var first = hold(FIRST);

        var crowd = loadAll("reader-", 600);
        assertThat(questions).hasSize(1);
        first.complete(null);

        await().untilAsserted(() -> assertThat(crowd).allMatch(CompletableFuture::isDone));
        assertThat(questions.stream().map(Collection::size)).containsExactly(1, 250, 250, 100);
    }

    @Test
    void asksForWaitingRecipientsInOneCommand() {
        var first = hold(FIRST);
        var two = loadAll("reader-", 2);

        first.complete(null);

        await().untilAsserted(() -> assertThat(two).allMatch(CompletableFuture::isDone));
        assertThat(questions.stream().map(Collection::size)).containsExactly(1, 2);
    }

    /** On an event loop, the answer would wait behind its other work. */
    @Test
    void runsCommandsOnItsExecutor() {
        var late = new UnreadLoader(this::answer, commands::add, 10_000);

        var answer = late.load(new Recipient("reader"));
        assertThat(questions).isEmpty();
        commands.remove().run();

        assertThat(answer).isCompleted();
    }

    @Test
    void asksForTheOthersWhileARecipientWithManyItemsIsAsked() {
        unread.put(HOARDER, 300_000);
        load("hoarder");
        var items = hold(HOARDER);
        var hoarder = load("hoarder");

        assertThat(load("reader")).isCompleted();
        assertThat(hoarder).isNotDone();
        items.complete(null);

        assertThat(hoarder).isCompletedWithValue(StoredUnread.moreThanAreRead());
        assertThat(mostRead).isLessThanOrEqualTo(20_001);
    }

    @Test
    void answersRecipientsWhoSharedACommandWithOneWhoHasManyItems() {
        unread.put(HOARDER, 300_000);
        unread.put(new Recipient("reader-0"), 1);
        var first = hold(FIRST);
        var readers = loadAll("reader-", 20);
        var hoarder = load("hoarder");

        first.complete(null);

        await().untilAsserted(() -> assertThat(readers).allMatch(CompletableFuture::isDone));
        assertThat(readers.get(0).join().versions()).hasSize(1);
        assertThat(hoarder.join().tooMany()).isTrue();
        assertThat(questions.stream().map(Collection::size)).containsExactlyInAnyOrder(1, 21, 1, 20);
    }

    @Test
    void asksForFewerRecipientsIfTheirItemsDoNotFit() {
        IntStream.range(0, 40).forEach(i -> unread.put(new Recipient("reader-" + i), 1_500));
        var first = hold(FIRST);
        var readers = loadAll("reader-", 40);

        first.complete(null);

        await().untilAsserted(() -> assertThat(readers).allMatch(CompletableFuture::isDone));
        assertThat(readers).allMatch(answer -> answer.join().versions().size() == 1_500);
        assertThat(questions).hasSizeLessThan(12);
    }

    @Test
    void asksForRecipientsWhomNoStreamWaitsForAfterTheOthers() {
        var first = hold(FIRST);
        var later = loader.loadLater(new Recipient("later"));
        loader.loadNow();
        var waiting = load("waiting");

        first.complete(null);

        assertThat(waiting).isCompleted();
        assertThat(later).isCompleted();
        assertThat(questions).last().asString().contains("later");
    }

    private CompletableFuture<StoredUnread> load(String recipient) {
        return loader.load(new Recipient(recipient));
    }

    private List<CompletableFuture<StoredUnread>> loadAll(String prefix, int number) {
        return IntStream.range(0, number).mapToObj(i -> load(prefix + i)).toList();
    }

    /** The store does not answer the next question about the recipient, which is asked now, until the future completes. */
    private CompletableFuture<?> hold(Recipient recipient) {
        var answer = new CompletableFuture<Void>();
        held.put(recipient, answer);
        if (recipient.equals(FIRST)) {
            loader.load(recipient);
        }
        return answer;
    }

    private Uni<UnreadItems> answer(Collection<Recipient> asked, int most) {
        questions.add(asked);
        var items = items(asked, most);
        var hold = asked.size() == 1 ? held.get(asked.iterator().next()) : null;
        return hold == null
                ? Uni.createFrom().item(items)
                : Uni.createFrom().completionStage(hold).map(done -> items);
    }

    private UnreadItems items(Collection<Recipient> asked, int most) {
        var versions = new HashMap<Recipient, Map<NotificationId, Long>>();
        int read = 0;
        for (var recipient : asked) {
            int of = Math.min(unread.getOrDefault(recipient, 0), most + 1 - read);
            read += of;
            versions.put(
                    recipient,
                    IntStream.range(0, of)
                            .boxed()
                            .collect(toMap(i -> NotificationId.derivedFrom(recipient.value(), "" + i), i -> 1L)));
        }
        mostRead = Math.max(mostRead, read);
        return new UnreadItems(versions, read <= most);
    }
}
