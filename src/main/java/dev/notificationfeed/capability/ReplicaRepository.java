package dev.notificationfeed.capability;

import io.quarkus.mongodb.panache.reactive.ReactivePanacheMongoRepositoryBase;
import jakarta.inject.Singleton;

/** The collection of replicas. */
@Singleton
public class ReplicaRepository implements ReactivePanacheMongoRepositoryBase<ReplicaDocument, String> {}
