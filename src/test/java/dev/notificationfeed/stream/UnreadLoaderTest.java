package dev.notificationfeed.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.notificationfeed.notification.NotificationId;
import dev.notificationfeed.notification.Recipient;
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

    private final List<Collection<Recipient>> questions = Collections.synchronizedList(new ArrayList<>());
    private final Queue<Runnable> commands = new ArrayDeque<>();

    @Test
    void asksAtOnceForASingleRecipient() {
        var loader = new UnreadLoader(this::answer, Runnable::run);

        IntStream.range(0, 20)
                .forEach(i -> assertThat(load(loader, "reader-" + i)).isCompleted());

        assertThat(questions).hasSize(20).allMatch(asked -> asked.size() == 1);
    }

    @Test
    void asksForManyRecipientsInBoundedCommands() {
        var pending = new CompletableFuture<Map<Recipient, Map<NotificationId, Long>>>();
        var loader = new UnreadLoader(asked -> asksFirst(asked, pending), Runnable::run);
        load(loader, "first");

        var crowd = IntStream.range(0, 600)
                .mapToObj(i -> load(loader, "reader-" + i))
                .toList();
        assertThat(questions).hasSize(1);
        pending.complete(Map.of(new Recipient("first"), Map.of()));

        await().untilAsserted(() -> assertThat(crowd).allMatch(CompletableFuture::isDone));
        assertThat(questions.stream().map(Collection::size)).containsExactly(1, 250, 250, 100);
    }

    @Test
    void asksForWaitingRecipientsInOneCommand() {
        var pending = new CompletableFuture<Map<Recipient, Map<NotificationId, Long>>>();
        var loader = new UnreadLoader(asked -> asksFirst(asked, pending), Runnable::run);
        load(loader, "first");
        var second = load(loader, "second");
        var third = load(loader, "third");

        pending.complete(Map.of(new Recipient("first"), Map.of()));

        await().untilAsserted(() -> assertThat(List.of(second, third)).allMatch(CompletableFuture::isDone));
        assertThat(questions.stream().map(Collection::size)).containsExactly(1, 2);
    }

    /** On an event loop, the answer would wait behind its other work. */
    @Test
    void runsCommandsOnItsExecutor() {
        var loader = new UnreadLoader(this::answer, commands::add);

        var answer = load(loader, "reader");
        assertThat(questions).isEmpty();
        commands.remove().run();

        assertThat(answer).isCompleted();
    }

    private static CompletableFuture<Map<NotificationId, Long>> load(UnreadLoader loader, String recipient) {
        return loader.load(new Recipient(recipient)).subscribeAsCompletionStage();
    }

    private Uni<Map<Recipient, Map<NotificationId, Long>>> asksFirst(
            Collection<Recipient> asked, CompletableFuture<Map<Recipient, Map<NotificationId, Long>>> pending) {
        var answer = answer(asked);
        return questions.size() == 1 ? Uni.createFrom().completionStage(pending) : answer;
    }

    private Uni<Map<Recipient, Map<NotificationId, Long>>> answer(Collection<Recipient> asked) {
        questions.add(asked);
        var unread = new HashMap<Recipient, Map<NotificationId, Long>>();
        asked.forEach(recipient -> unread.put(recipient, Map.of()));
        return Uni.createFrom().item(unread);
    }
}
