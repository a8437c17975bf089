package dev.notificationfeed.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.notificationfeed.notification.Recipient;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CallLimitTest {

    private final CallLimit<String> limit = new CallLimit<>(1, 2);
    private final List<Integer> started = new CopyOnWriteArrayList<>();
    private final List<CompletableFuture<String>> answers =
            IntStream.range(0, 5).mapToObj(i -> new CompletableFuture<String>()).toList();

    private Uni<String> call(String key, int number) {
        return limit.run(key, body(number));
    }

    private Supplier<Uni<String>> body(int number) {
        return () -> {
            started.add(number);
            return Uni.createFrom().completionStage(answers.get(number));
        };
    }

    private UniAssertSubscriber<String> start(String key, int number) {
        return call(key, number).subscribe().withSubscriber(UniAssertSubscriber.create());
    }

    private void answer(int number) {
        answers.get(number).complete("answer " + number);
    }

    @Test
    void callsOfOneKeyRunInOrderWithinTheLimit() {
        start("a", 0);
        var second = start("a", 1);
        var third = start("a", 2);
        assertThat(started).containsExactly(0);

        answer(0);
        await().until(() -> started.size() == 2);
        answer(1);
        await().until(() -> started.size() == 3);
        answer(2);

        second.awaitItem().assertItem("answer 1");
        third.awaitItem().assertItem("answer 2");
        assertThat(started).containsExactly(0, 1, 2);
    }

    @Test
    void callBeyondTheWaitingOnesIsRefused() {
        IntStream.range(0, 3).forEach(i -> start("a", i));

        assertThatExceptionOfType(TooManyCallsException.class)
                .isThrownBy(() -> call("a", 3).await().indefinitely());
    }

    @Test
    void keysDoNotWaitForEachOther() {
        IntStream.range(0, 3).forEach(i -> start("a", i));
        start("b", 3);

        assertThat(started).containsExactly(0, 3);
    }

    @Test
    void waitingCallWhoseCallerLeavesIsForgotten() {
        start("a", 0);
        start("a", 1).cancel();
        start("a", 2);

        answer(0);

        await().until(() -> started.size() == 2);
        assertThat(started).containsExactly(0, 2);
    }

    @Test
    void runningCallKeepsItsPlaceWhenItsCallerLeaves() {
        start("a", 0).cancel();
        start("a", 1);

        assertThat(started).containsExactly(0);
    }

    @Test
    void failedCallGivesItsPlaceToTheNext() {
        start("a", 0);
        var second = start("a", 1);
        answers.get(0).completeExceptionally(new IllegalStateException());
        answer(1);

        second.awaitItem().assertItem("answer 1");
    }

    @Test
    void callThatWaitsWithinARunningOneIsForgottenWhenItsCallerLeaves() {
        var limits = new CallerLimits(1, 3);
        list(limits, "a", 0);
        var dead = list(limits, "b", 1);
        list(limits, "c", 2);

        dead.cancel();
        call(limits, "b", 3);
        await().untilAsserted(
                        () -> assertThat(started).as("b has its place again").containsExactly(0, 3));
        answer(0);

        await().until(() -> started.size() == 3);
        assertThat(started).as("the list that nobody wants does not run").containsExactly(0, 3, 2);
    }

    @Test
    void listThatRunsKeepsItsPlacesWhenItsCallerLeaves() {
        var limits = new CallerLimits(1, 3);
        list(limits, "a", 0).cancel();
        list(limits, "b", 1);
        call(limits, "a", 2);
        assertThat(started).containsExactly(0);

        answer(0);

        await().untilAsserted(() -> assertThat(started).containsExactlyInAnyOrder(0, 1, 2));
    }

    private UniAssertSubscriber<String> list(CallerLimits limits, String recipient, int number) {
        return limits.list(new Recipient(recipient), body(number))
                .subscribe()
                .withSubscriber(UniAssertSubscriber.create());
    }

    private void call(CallerLimits limits, String recipient, int number) {
        limits.call(new Recipient(recipient), body(number)).subscribe().withSubscriber(UniAssertSubscriber.create());
    }

    @Test
    void keyWithoutCallsCostsNoMemory() {
        start("a", 0);
        start("b", 1).cancel();
        answer(0);
        answer(1);

        await().until(() -> limit.keys() == 0);
    }
}
