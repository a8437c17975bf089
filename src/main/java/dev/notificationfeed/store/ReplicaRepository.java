package dev.notificationfeed.store;

import io.quarkus.mongodb.panache.reactive.ReactivePanacheMongoRepositoryBase;
import jakarta.inject.Singleton;

/** The collection of replicas. */
@Singleton
class ReplicaRepository implements ReactivePanacheMongoRepositoryBase<ReplicaDocument, String> {}
