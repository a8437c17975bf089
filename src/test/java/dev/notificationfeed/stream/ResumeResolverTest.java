package dev.notificationfeed.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.notificationfeed.feed.Feeds;
import dev.notificationfeed.feed.Position;
import dev.notificationfeed.feed.RecentFeed;
import dev.notificationfeed.feed.ResetReason;
import dev.notificationfeed.fixture.SettableClock;
import dev.notificationfeed.stream.LogEnds.End;
import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Positions beyond what this replica has read, which is seven records. */
class ResumeResolverTest {

    private final List<CompletableFuture<End>> lookUps = new ArrayList<>();
    private final RecentFeed recent = Feeds.recent(new SettableClock());
    private final ResumeResolver resolver = new ResumeResolver(recent, new LogEnds(this::lookUp));

    @BeforeEach
    void readSevenRecords() {
        Feeds.restart(recent, Feeds.EPOCH, 7);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "9-2, 9, 2, -",
                "9-2, 20, 3, -",
                "9, 20, 3, -",
                "9-2, 20, -1, -",
                "9-2, 8, 2, AHEAD",
                "9-2, 20, 1, UNKNOWN_EPOCH"
            })
    void comparesAPositionWithTheEndOfTheLog(String position, long end, int leaderEpoch, ResetReason reason) {
        var start = resolve("ann", position);
        lookUps.get(0).complete(new End(end, leaderEpoch));

        assertThat(start.join().resetReason()).isEqualTo(reason);
        assertThat(start.join().resumed()).isEqualTo(reason == null);
    }

    @Test
    void sharesLookUpsAmongAThousandReaders() {
        var starts = IntStream.range(0, 1_000)
                .mapToObj(i -> resolve("person-" + i, "9-0"))
                .toList();
        assertThat(lookUps).hasSize(1);

        lookUps.get(0).complete(new End(9, 0));

        assertThat(starts).allSatisfy(start -> assertThat(start).isCompletedWithValueMatching(s -> s.resumed()));
        assertThat(resolve("later", "8-0")).isCompletedWithValueMatching(s -> s.resumed());
        assertThat(lookUps).hasSize(1);
    }

    /** Its record may be newer than the answer of a look-up that began before. */
    @Test
    void believesThatAPositionIsAheadOnlyIfTheLookUpBeganAfterTheCall() {
        var first = resolve("ann", "9-0");
        var newer = IntStream.range(0, 10).mapToObj(i -> resolve("bob", "12-0")).toList();
        lookUps.get(0).complete(new End(9, 0));
        assertThat(first).isCompletedWithValueMatching(s -> s.resumed());
        assertThat(newer).noneMatch(CompletableFuture::isDone);
        assertThat(lookUps).hasSize(2);

        lookUps.get(1).complete(new End(12, 0));

        assertThat(newer).allSatisfy(start -> assertThat(start).isCompletedWithValueMatching(s -> s.resumed()));
    }

    @Test
    void asksAgainAfterALookUpThatFailed() {
        var first = resolve("ann", "9-0");
        var second = resolve("bob", "9-0");
        lookUps.get(0).completeExceptionally(new IllegalStateException("no broker"));
        assertThat(first).isCompletedExceptionally();

        lookUps.get(1).complete(new End(9, 0));

        assertThat(second).isCompletedWithValueMatching(s -> s.resumed());
    }

    private CompletableFuture<ResumeResolver.Start> resolve(String recipient, String offset) {
        String position =
                new Position(Feeds.EPOCH, 0, 0, Position.UNKNOWN).toString().replaceFirst("0$", offset);
        return resolver.resolve(recipient, position).subscribeAsCompletionStage();
    }

    private Uni<End> lookUp(int partition) {
        return Uni.createFrom().completionStage(() -> {
            var answer = new CompletableFuture<End>();
            lookUps.add(answer);
            return answer;
        });
    }
}
