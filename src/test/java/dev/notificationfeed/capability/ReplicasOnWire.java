package dev.notificationfeed.capability;

import dev.notificationfeed.store.StoreOnWire;
import io.quarkus.mongodb.reactive.ReactiveMongoCollection;
import io.smallrye.mutiny.Uni;
import java.util.List;
import org.bson.conversions.Bson;

/** The methods that Quarkus generates for a Panache repository at build time, on the database of a {@link StoreOnWire}. */
public final class ReplicasOnWire extends ReplicaRepository {

    private final StoreOnWire wire;

    public ReplicasOnWire(StoreOnWire wire) {
        this.wire = wire;
    }

    @Override
    public ReactiveMongoCollection<ReplicaDocument> mongoCollection() {
        return wire.database().getCollection("replicas", ReplicaDocument.class);
    }

    @Override
    public Uni<List<ReplicaDocument>> list(Bson query) {
        return mongoCollection().find(query).collect().asList();
    }

    @Override
    public Uni<Long> delete(Bson query) {
        return mongoCollection().deleteMany(query).map(deleted -> deleted.getDeletedCount());
    }
}
