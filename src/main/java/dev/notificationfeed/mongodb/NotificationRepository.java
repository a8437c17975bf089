package dev.notificationfeed.mongodb;

import io.quarkus.mongodb.panache.reactive.ReactivePanacheMongoRepositoryBase;
import jakarta.inject.Singleton;

/** The collection of all items. Read preference and write concern are those of {@link MongoSettings}. */
@Singleton
public class NotificationRepository implements ReactivePanacheMongoRepositoryBase<NotificationDocument, String> {}
