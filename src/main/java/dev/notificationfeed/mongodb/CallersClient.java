package dev.notificationfeed.mongodb;

import com.mongodb.MongoClientSettings;
import com.mongodb.reactivestreams.client.MongoClients;
import io.quarkus.mongodb.impl.ReactiveMongoClientImpl;
import io.quarkus.mongodb.reactive.ReactiveMongoClient;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** The second MongoDB client, with all settings of the first: the one of Quarkus. */
@Singleton
public class CallersClient {

    /** The driver's own default, for a pool without a maximum. */
    private static final int UNBOUNDED = 100;

    private final ReactiveMongoClient client;
    private final int maxConnections;

    CallersClient(ReactiveMongoClient ofQuarkus, MongoSettings settings) {
        // Quarkus creates its client, and applies its settings, at the first use.
        ofQuarkus.getDatabase(MongoSettings.DATABASE);
        MongoClientSettings forCallers = settings.forCallers();
        client = new ReactiveMongoClientImpl(MongoClients.create(forCallers));
        int maximum = forCallers.getConnectionPoolSettings().getMaxSize();
        maxConnections = maximum == 0 ? UNBOUNDED : maximum;
    }

    /** The maximum number of its connections to one server. */
    public int maxConnections() {
        return maxConnections;
    }

    @Produces
    @Singleton
    @ForCallers
    NotificationRepository repository() {
        return new CallersRepository(client);
    }

    @Produces
    @Singleton
    @ForCallers
    Items items(@ForCallers NotificationRepository repository) {
        return new Items(repository);
    }

    @PreDestroy
    void close() {
        client.close();
    }
}
