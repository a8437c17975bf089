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
    public final NotificationRepository repository;
    public final StoreConfig config;
    public final NotificationStore store;

    private static final int CONNECTIONS = 100;

    private final ReactiveMongoClient client;
    private final ReactiveMongoClient callersClient;

    public StoreOnWire(String connectionString) {
        this(connectionString, Duration.ofSeconds(2));
    }

    public StoreOnWire(String connectionString, Duration timeout) {
        TestSettings settings = new TestSettings(timeout);
        config = settings;
        MongoSettings mongoSettings = new MongoSettings(settings);
        client = new ReactiveMongoClientImpl(MongoClients.create(mongoSettings
                .customize(MongoClientSettings.builder()
                        .applyConnectionString(new ConnectionString(connectionString))
                        .addCommandListener(commands))
                .build()));
        callersClient = new ReactiveMongoClientImpl(MongoClients.create(mongoSettings.forCallers()));
        repository = new OfClient(client);
        store = assemble(settings);
    }

    private NotificationStore assemble(TestSettings settings) {
        Guard guard = new Guard(settings, registry);
        Items items = new Items(repository);
        NotificationRepository callers = new OfClient(callersClient);
        Items callersItems = new Items(callers);
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
                new Listing(callers, callersItems, clock),
                new Lookup(callers, callersItems, clock),
                new Marks(callers, callersItems, clock, new ManyMarks(callers, clock, settings), settings),
                erasure,
                kept,
                new Outbox(repository, items, guard, clock),
                new CallerLimits(settings.callsPerRecipient(), CONNECTIONS),
                guard);
    }

    /** A repository of the same documents, with a callback before each command. */
    public NotificationRepository repository(Runnable beforeCommand) {
        return new OfClient(client) {

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
        callersClient.close();
        client.close();
    }

    /** The methods that Quarkus generates for a Panache repository at build time. */
    private static class OfClient extends NotificationRepository {

        private final ReactiveMongoClient client;

        OfClient(ReactiveMongoClient client) {
            this.client = client;
        }

        @Override
        public ReactiveMongoCollection<NotificationDocument> mongoCollection() {
            return mongoDatabase().getCollection(NotificationDocument.COLLECTION, NotificationDocument.class);
        }

        @Override
        public ReactiveMongoDatabase mongoDatabase() {
            return client.getDatabase(MongoSettings.DATABASE);
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
