package dev.notificationfeed.capability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.notificationfeed.mongodb.Guard;
import dev.notificationfeed.store.FaultyMongo;
import dev.notificationfeed.store.StoreOnWire;
import dev.notificationfeed.store.TestSettings;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The clock of the machine plays no part: the tests set only the monotonic one. */
class OtherReplicasTest {

    private static final Duration FORGOTTEN_AFTER = Duration.ofSeconds(20);
    private static final Replica OWN = new Replica("own", "1.0.0", Map.of());
    private static final Replica OTHER = new Replica("other", "0.9.0", Map.of());

    private final FaultyMongo mongo = new FaultyMongo();
    private final StoreOnWire wire = new StoreOnWire(mongo.connectionString());
    private final AtomicLong nanos = new AtomicLong();
    private final ReplicaRegister register = register();
    private final OtherReplicas replicas = new OtherReplicas(self(), register, new Config(), nanos::get);

    @AfterEach
    void close() {
        replicas.stop();
        wire.close();
        mongo.close();
    }

    @Test
    void areUnknownBeforeTheFirstRead() {
        assertThat(replicas.known()).isFalse();
        assertThat(replicas.recent()).isEmpty();
    }

    @Test
    void areThoseThatReported() {
        StoreOnWire.await(register.report(OTHER));

        replicas.start(null);

        await().until(replicas::known);
        assertThat(replicas.recent()).containsExactly(OTHER);
    }

    @Test
    void areForgottenSomeTimeAfterTheLastRead() {
        StoreOnWire.await(register.report(OTHER));
        replicas.start(null);
        await().until(replicas::known);
        replicas.stop();

        nanos.addAndGet(FORGOTTEN_AFTER.minusSeconds(1).toNanos());
        assertThat(replicas.known()).isTrue();
        assertThat(replicas.recent()).containsExactly(OTHER);

        nanos.addAndGet(Duration.ofSeconds(1).toNanos());
        assertThat(replicas.known()).isFalse();
        assertThat(replicas.recent()).isEmpty();
    }

    private static ThisReplica self() {
        return new ThisReplica(null, OWN.version()) {

            @Override
            Replica report() {
                return OWN;
            }
        };
    }

    private ReplicaRegister register() {
        var settings = new TestSettings(wire.config.timeout());
        var guard = new Guard(settings, wire.registry);
        return new ReplicaRegister(new ReplicasOnWire(wire), guard, new ServerTime(nanos::get), settings);
    }

    private record Config() implements CapabilityConfig {

        @Override
        public Duration reportEvery() {
            return Duration.ofSeconds(5);
        }

        @Override
        public Duration forgottenAfter() {
            return FORGOTTEN_AFTER;
        }
    }
}
