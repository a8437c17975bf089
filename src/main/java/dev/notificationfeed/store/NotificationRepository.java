package dev.notificationfeed.store;

import io.quarkus.mongodb.panache.reactive.ReactivePanacheMongoRepositoryBase;
import jakarta.inject.Singleton;

/** The collection of all items. Read preference and write concern are those of {@link MongoSettings}. */
@Singleton
class NotificationRepository implements ReactivePanacheMongoRepositoryBase<NotificationDocument, String> {}
