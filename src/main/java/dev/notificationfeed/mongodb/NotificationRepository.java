package dev.notificationfeed.mongodb;

import io.quarkus.mongodb.panache.reactive.ReactivePanacheMongoRepositoryBase;
import jakarta.inject.Singleton;

/** The collection of items, with the read preference and write concern of {@link MongoSettings}. */
@Singleton
public class NotificationRepository implements ReactivePanacheMongoRepositoryBase<NotificationDocument, String> {}
