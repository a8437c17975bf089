package dev.notificationfeed.retention;

import dev.notificationfeed.capability.ReplicaRegister;
import dev.notificationfeed.capability.ReplicasOnWire;
import dev.notificationfeed.capability.ServerTime;
import dev.notificationfeed.mongodb.Guard;
import dev.notificationfeed.mongodb.Items;
import dev.notificationfeed.store.StoreOnWire;
import dev.notificationfeed.store.TestSettings;
import io.quarkus.mongodb.reactive.ReactiveMongoCollection;
import java.time.Duration;

/** The retention task of a replica without Quarkus, on the database of a {@link StoreOnWire}. */
final class RetentionOnWire {

    private RetentionOnWire() {}

    /** The task of a replica with this retention. */
    static Retention of(StoreOnWire wire, Duration sinceSent) {
        return of(wire, sinceSent, () -> {});
    }

    /** The same, with a callback before each command of the backfill. */
    static Retention of(StoreOnWire wire, Duration sinceSent, Runnable beforeCommand) {
        TestSettings settings = new TestSettings(wire.config.timeout(), sinceSent);
        Guard guard = new Guard(settings, wire.registry);
        Items items = new Items(wire.repository);
        BackfillProgress progress = new BackfillProgress(new Progress(wire), guard, wire.clock);
        return new Retention(
                items,
                new ReplicaRegister(new ReplicasOnWire(wire), guard, serverTime(wire), settings),
                progress,
                new RetentionBackfill(wire.repository(beforeCommand), progress, guard, wire.clock, settings),
                guard,
                wire.clock,
                settings);
    }

    /** As after a report of this replica. */
    private static ServerTime serverTime(StoreOnWire wire) {
        ServerTime time = new ServerTime(() -> 0);
        time.set(wire.clock.instant());
        return time;
    }

    private static final class Progress extends RetentionRepository {

        private final StoreOnWire wire;

        Progress(StoreOnWire wire) {
            this.wire = wire;
        }

        @Override
        public ReactiveMongoCollection<RetentionDocument> mongoCollection() {
            return wire.database().getCollection("settings", RetentionDocument.class);
        }
    }
}
