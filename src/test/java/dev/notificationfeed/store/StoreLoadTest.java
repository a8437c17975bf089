package dev.notificationfeed.store;

import static dev.notificationfeed.store.Sample.item;
import static dev.notificationfeed.store.StoreOnWire.ANNA;
import static dev.notificationfeed.store.StoreOnWire.BEN;
import static dev.notificationfeed.store.StoreOnWire.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.notificationfeed.fixture.TcpProxy;
import dev.notificationfeed.notification.Recipient;
import dev.notificationfeed.store.ListQuery.Audience;
import dev.notificationfeed.store.ListQuery.Sort;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Lists that take MongoDB long: what becomes of everything else. */
class StoreLoadTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    private final FaultyMongo mongo = new FaultyMongo();
    private final TcpProxy proxy = TcpProxy.to(mongo.port());
    private final StoreOnWire wire = new StoreOnWire("mongodb://localhost:" + proxy.port(), TIMEOUT);

    @BeforeEach
    void storeItems() {
        wire.apply(item("a").created(), item("b").to(BEN).created());
        await(wire.store.countUnread(BEN, 100));
    }

    @AfterEach
    void close() {
        proxy.pass();
        wire.close();
        proxy.close();
        mongo.close();
    }

    private List<CompletableFuture<?>> lists(int number, Recipient recipient) {
        return IntStream.range(0, number)
                .<CompletableFuture<?>>mapToObj(i -> wire.store
                        .list(list(recipient))
                        .subscribeAsCompletionStage()
                        .toCompletableFuture())
                .toList();
    }

    private static ListQuery list(Recipient recipient) {
        return new ListQuery(
                recipient, Audience.RECIPIENT, Set.of(), Set.of(), null, Sort.SENT_AT, true, 0, ListQuery.MAX_SIZE);
    }

    @Test
    void hundredSlowListsOfOneRecipientLeaveTheOthersAlone() {
        proxy.holdAnswersTo(ANNA.value());
        var slow = lists(100, ANNA);

        assertThat(await(wire.store.countUnread(BEN, 100))).isEqualTo(1);
        assertThat(await(wire.store.list(list(BEN))).items()).hasSize(1);
        assertThat(wire.apply(item("c").to(BEN).created()).get(0).outcome()).isEqualTo(ChangeResult.Outcome.STORED);
        assertThat(await(hello())).containsEntry("ismaster", true);
        assertThat(slow.stream().filter(CompletableFuture::isCompletedExceptionally))
                .hasSize(12)
                .allSatisfy(refused -> assertThat(refused)
                        .failsWithin(TIMEOUT)
                        .withThrowableThat()
                        .withCauseInstanceOf(TooManyCallsException.class));
    }

    @Test
    void slowListsOfManyRecipientsLeaveCountsAndIngestAlone() {
        proxy.holdAnswersTo("slow-");
        IntStream.range(0, 100).forEach(i -> lists(2, new Recipient("slow-" + i)));

        assertThat(await(wire.store.countUnread(BEN, 100))).isEqualTo(1);
        assertThat(await(wire.store.unread(List.of(BEN), 10)).of(BEN)).hasSize(1);
        assertThat(wire.apply(item("c").to(BEN).created()).get(0).outcome()).isEqualTo(ChangeResult.Outcome.STORED);
        assertThat(await(hello())).containsEntry("ismaster", true);
    }

    /** In production the server ends the command itself, at the time limit that it was sent. */
    @Test
    void listsWorkAgainAfterTheSlowOnes() {
        proxy.holdAnswersTo(ANNA.value());
        lists(20, ANNA).forEach(slow -> assertThat(slow).failsWithin(5, TimeUnit.SECONDS));
        proxy.pass();

        assertThat(await(wire.store.list(list(ANNA)).onFailure().retry().atMost(10))
                        .items())
                .hasSize(1);
    }

    private Uni<Document> hello() {
        return wire.repository.mongoDatabase().runCommand(new Document("isMaster", 1));
    }
}
