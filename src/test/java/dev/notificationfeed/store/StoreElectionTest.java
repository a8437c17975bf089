package dev.notificationfeed.store;

import static dev.notificationfeed.notification.Status.READ;
import static dev.notificationfeed.store.Sample.id;
import static dev.notificationfeed.store.Sample.item;
import static dev.notificationfeed.store.StoreOnWire.ANNA;
import static dev.notificationfeed.store.StoreOnWire.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import de.bwaldvogel.mongo.bson.Document;
import dev.notificationfeed.fixture.TcpProxy;
import dev.notificationfeed.mongodb.StoreUnavailableException;
import dev.notificationfeed.notification.Status;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An election of a replica set, as the service sees it: one call fails, and the next one finds the new primary. */
class StoreElectionTest {

    private final FaultyMongo mongo = new FaultyMongo();
    private final TcpProxy proxy = TcpProxy.to(mongo.port());
    private final StoreOnWire wire = new StoreOnWire("mongodb://localhost:" + proxy.port());

    @AfterEach
    void close() {
        wire.close();
        proxy.close();
        mongo.close();
    }

    @Test
    void readIsRepeatedOnce() {
        wire.apply(item("a").created());
        mongo.answerOnce("find", failure(13435));

        assertThat(await(wire.store.find(ANNA, id("a")))).isNotNull();
    }

    @Test
    void markIsRepeatedOnce() {
        wire.apply(item("a").created());
        mongo.answerOnce("findAndModify", failure(10107));

        var marked = await(wire.store.mark(ANNA, id("a"), READ));

        assertThat(marked.item().version()).isEqualTo(2);
        assertThat(marked.publication()).isNotNull();
    }

    @Test
    void markWhoseAnswerIsLostIsAppliedOnceAndStaysInTheOutbox() {
        wire.apply(item("a").created());
        mongo.loseReplyOnce("findAndModify", failure(189));

        var marked = await(wire.store.mark(ANNA, id("a"), READ));

        assertThat(marked.item().status()).isEqualTo(Status.READ);
        assertThat(marked.item().version()).isEqualTo(2);
        wire.clock.advance(Duration.ofSeconds(6));
        assertThat(await(wire.store.claimPending(10, Duration.ofSeconds(5)))).hasSize(1);
    }

    @Test
    void insertWhoseAnswerIsLostIsPublished() {
        mongo.loseReplyOnce("insert", failure(11602));

        var result = wire.apply(item("a").created()).get(0);

        assertThat(result.outcome()).isEqualTo(ChangeResult.Outcome.SEEN_BEFORE);
        assertThat(result.publication()).isNotNull();
    }

    @Test
    void callOnACutConnectionIsRepeatedOnce() {
        wire.apply(item("a").created());
        proxy.cutNextAnswer();

        assertThat(await(wire.store.countUnread(ANNA, 100))).isEqualTo(1);
    }

    @Test
    void thereIsNoSecondRepetition() {
        mongo.answer("find", failure(10107));
        wire.commands.forget();

        assertThatExceptionOfType(StoreUnavailableException.class)
                .isThrownBy(() -> await(wire.store.find(ANNA, id("a"))));

        assertThat(wire.commands.sent()).isEqualTo(List.of("find", "find"));
    }

    private static Document failure(int code) {
        return new Document("ok", 0).append("code", code).append("errmsg", "an election");
    }
}
