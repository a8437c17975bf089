package dev.notificationfeed.store;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.reactivestreams.client.MongoClients;
import dev.notificationfeed.fixture.SettableClock;
import dev.notificationfeed.mongodb.Guard;
import dev.notificationfeed.mongodb.Items;
import dev.notificationfeed.mongodb.MongoSettings;
import dev.notificationfeed.mongodb.NotificationDocument;
import dev.notificationfeed.mongodb.NotificationRepository;
import dev.notificationfeed.mongodb.StoreConfig;
import dev.notificationfeed.notification.Change;
import dev.notificationfeed.notification.NotificationId;
import dev.notificationfeed.notification.Recipient;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.mongodb.impl.ReactiveMongoClientImpl;
import io.quarkus.mongodb.reactive.ReactiveMongoClient;
import io.quarkus.mongodb.reactive.ReactiveMongoCollection;
import io.quarkus.mongodb.reactive.ReactiveMongoDatabase;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.bson.Document;
import org.bson.conversions.Bson;

/** The store without Quarkus, with its own server and its own clock. */
public final class StoreOnWire implements AutoCloseable {

    public static final Instant NOW = Instant.parse("2025-09-10T08:00:00Z");
    public static final Recipient ANNA = new Recipient("47165");
    public static final Recipient BEN = new Recipient("30001");

    public final SettableClock clock = new SettableClock(NOW);
    public final Commands commands = new Commands();
    public final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    public final NotificationRepository repository = new Generated();
    public final StoreConfig config;
    public final NotificationStore store;

    private final ReactiveMongoClient client;

    public StoreOnWire(String connectionString) {
        this(connectionString, Duration.ofSeconds(2));
    }

    public StoreOnWire(String connectionString, Duration timeout) {
        TestSettings settings = new TestSettings(timeout);
        config = settings;
        client = new ReactiveMongoClientImpl(MongoClients.create(new MongoSettings(settings)
                .customize(MongoClientSettings.builder()
                        .applyConnectionString(new ConnectionString(connectionString))
                        .addCommandListener(commands))
                .build()));
        store = assemble(settings);
    }

    private NotificationStore assemble(TestSettings settings) {
        Guard guard = new Guard(settings, registry);
        Items items = new Items(repository);
        KeptChanges kept = new KeptChanges(repository, guard, clock, settings);
        EarlyTombstones tombstones = new EarlyTombstones(items, guard, clock);
        ItemInserter inserter =
                new ItemInserter(repository, items, new ContentSanitizer(), tombstones, guard, clock, settings);
        ItemUpdater updater = new ItemUpdater(items, kept, tombstones, guard, clock);
        ErasureRecords records = new ErasureRecords(repository, new ErasureKey(repository, settings), guard);
        Erasure erasure = new Erasure(repository, items, records, kept, guard, clock, settings);
        ChangeBatches batches = new ChangeBatches(inserter, updater, new LateItems(kept, updater), settings);
        return new NotificationStore(
                new ErasedEvents(records, erasure, batches),
                new Listing(repository, items, clock),
                new Lookup(repository, items, clock),
                new Marks(repository, items, clock, settings),
                erasure,
                kept,
                new Outbox(repository, items, guard, clock),
                guard);
    }

    /** A repository of the same documents, with a callback before each command. */
    public NotificationRepository repository(Runnable beforeCommand) {
        return new Generated() {

            @Override
            public ReactiveMongoCollection<NotificationDocument> mongoCollection() {
                beforeCommand.run();
                return super.mongoCollection();
            }
        };
    }

    public ReactiveMongoDatabase database() {
        return client.getDatabase(MongoSettings.DATABASE);
    }

    public static <T> T await(Uni<T> call) {
        return call.await().atMost(Duration.ofSeconds(10));
    }

    /** Applies changes that are published now. */
    public List<ChangeResult> apply(Change... changes) {
        return await(store.apply(Arrivals.at(clock.instant(), List.of(changes))));
    }

    /** The stored fields of a document. */
    public Document raw(NotificationId id) {
        return await(database()
                .getCollection(NotificationDocument.COLLECTION)
                .find(new Document("_id", id.value()))
                .toUni());
    }

    public List<String> collections() {
        return await(database().listCollectionNames().collect().asList());
    }

    public ReactiveMongoCollection<Document> collection(String name) {
        return database().getCollection(name);
    }

    @Override
    public void close() {
        client.close();
    }

    /** The methods that Quarkus generates for a Panache repository at build time. */
    private class Generated extends NotificationRepository {

        @Override
        public ReactiveMongoCollection<NotificationDocument> mongoCollection() {
            return mongoDatabase().getCollection(NotificationDocument.COLLECTION, NotificationDocument.class);
        }

        @Override
        public ReactiveMongoDatabase mongoDatabase() {
            return database();
        }

        @Override
        public Uni<Long> count(Bson query) {
            return mongoCollection().countDocuments(query);
        }

        @Override
        public Multi<NotificationDocument> stream(Bson query) {
            return mongoCollection().find(query);
        }
    }
}
