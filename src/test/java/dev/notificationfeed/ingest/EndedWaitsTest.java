package dev.notificationfeed.ingest;

import static dev.notificationfeed.notification.Status.READ;
import static dev.notificationfeed.notification.Status.SENT;
import static dev.notificationfeed.store.Sample.item;
import static dev.notificationfeed.store.StoreOnWire.ANNA;
import static dev.notificationfeed.store.StoreOnWire.NOW;
import static dev.notificationfeed.store.StoreOnWire.await;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.notificationfeed.event.RejectionCode;
import dev.notificationfeed.feed.Feeds;
import dev.notificationfeed.notification.Change;
import dev.notificationfeed.store.Arrivals;
import dev.notificationfeed.store.FaultyMongo;
import dev.notificationfeed.store.Received;
import dev.notificationfeed.store.StoreOnWire;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Changes that wait for their item, when the wait ends. */
class EndedWaitsTest {

    private static final Duration WAIT = Duration.ofMinutes(10);
    private static final Duration CLAIM = Duration.ofSeconds(60);

    private final FaultyMongo mongo = new FaultyMongo();
    private final StoreOnWire wire = new StoreOnWire(mongo.connectionString());
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final RecordedLetters letters = new RecordedLetters();
    private final EndedWaits waits = new EndedWaits(
            wire.store,
            new ChangeApplier(wire.store),
            Feeds.idlePublisher(),
            letters,
            new IngestMetrics(registry, wire.clock));

    @AfterEach
    void close() {
        wire.close();
        mongo.close();
    }

    @Test
    void changeWhoseItemNeverComesBecomesADeadLetterWithItsOriginalRecord() {
        var early = keep(item("a").changed("c", READ, NOW));
        run();
        assertThat(letters.written).isEmpty();

        wire.clock.advance(WAIT);
        run();

        assertThat(letters.written).singleElement().satisfies(letter -> {
            assertThat(letter.code()).isEqualTo(RejectionCode.UNKNOWN_NOTIFICATION);
            assertThat(letter.record().topic()).isEqualTo(early.record().topic());
            assertThat(letter.record().partition()).isEqualTo(early.record().partition());
            assertThat(letter.record().offset()).isEqualTo(early.record().offset());
            assertThat(letter.record().timestamp()).isEqualTo(NOW.toEpochMilli());
            assertThat(letter.record().key()).isEqualTo(ANNA.value().getBytes(UTF_8));
            assertThat(letter.record().value()).isEqualTo(early.record().value());
            assertThat(letter.record().headers()).extracting(Header::key).containsExactly("traceparent");
        });
        assertThat(deadLetters("unknown-notification")).isEqualTo(1);
        assertThat(kept()).isZero();
    }

    @Test
    void earlyWithdrawalOfAnItemThatCameIsNoDeadLetter() {
        keep(item("a").withdrawn("w"));
        wire.apply(item("a").created());

        wire.clock.advance(WAIT);
        run();

        assertThat(letters.written).isEmpty();
    }

    @Test
    void changeThatItsItemRefusesBecomesADeadLetterWithThatReason() {
        keep(item("a").changed("c", SENT, NOW));
        wire.apply(item("a").created());

        wire.clock.advance(WAIT);
        run();

        assertThat(letters.written).extracting(DeadLetter::code).containsExactly(RejectionCode.STATUS_NOT_ALLOWED);
    }

    @Test
    void nothingIsLostWhileKafkaIsAway() {
        keep(item("a").withdrawn("w"));
        wire.clock.advance(WAIT);
        letters.kafkaIsAway = true;
        assertThatThrownBy(this::run).isInstanceOf(KafkaException.class);
        assertThat(kept()).isEqualTo(1);

        letters.kafkaIsAway = false;
        wire.clock.advance(CLAIM);
        run();

        assertThat(letters.written).hasSize(1);
        assertThat(kept()).isZero();
    }

    @Test
    void changeOfAPersonWhoIsErasedMeanwhileIsNoDeadLetter() {
        keep(item("a").withdrawn("w"));
        wire.clock.advance(WAIT);
        mongo.beforeNext("update", () -> {
            try (var other = new StoreOnWire(mongo.secondConnectionString())) {
                other.clock.advance(WAIT);
                await(other.store.erase(ANNA, "staff"));
            }
        });

        run();

        assertThat(letters.written).isEmpty();
        assertThat(kept()).isZero();
    }

    private Received keep(Change change) {
        var received = Arrivals.at(wire.clock.instant(), List.of(change));
        await(wire.store.apply(received));
        assertThat(kept()).isEqualTo(1);
        return received.get(0);
    }

    private void run() {
        await(waits.run());
    }

    private long kept() {
        return await(wire.collection("early-changes").countDocuments());
    }

    private double deadLetters(String reason) {
        return registry.counter("notifications.dead.letters", "reason", reason).count();
    }

    private static final class RecordedLetters extends DeadLetters {

        private final List<DeadLetter> written = new ArrayList<>();
        private boolean kafkaIsAway;

        RecordedLetters() {
            super(null, null, Feeds.topics(Map.of()));
        }

        @Override
        Uni<Void> write(List<DeadLetter> letters) {
            if (kafkaIsAway && !letters.isEmpty()) {
                return Uni.createFrom().failure(new KafkaException("away"));
            }
            written.addAll(letters);
            return Uni.createFrom().voidItem();
        }
    }
}
