package dev.notificationfeed.store;

import io.quarkus.mongodb.panache.reactive.ReactivePanacheMongoRepositoryBase;
import jakarta.inject.Singleton;

/** The collection of settings that the store remembers. */
@Singleton
class RetentionRepository implements ReactivePanacheMongoRepositoryBase<RetentionDocument, String> {}
