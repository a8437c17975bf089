package dev.notificationfeed.retention;

import io.quarkus.mongodb.panache.reactive.ReactivePanacheMongoRepositoryBase;
import jakarta.inject.Singleton;

/** The collection of settings. */
@Singleton
class RetentionRepository implements ReactivePanacheMongoRepositoryBase<RetentionDocument, String> {}
