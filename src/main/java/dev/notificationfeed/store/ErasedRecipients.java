package dev.notificationfeed.store;

import static com.mongodb.client.model.Filters.eq;

import com.mongodb.MongoException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import dev.notificationfeed.mongodb.ErrorCodes;
import dev.notificationfeed.mongodb.Fields;
import dev.notificationfeed.mongodb.MongoSettings;
import dev.notificationfeed.mongodb.SmallCollections;
import dev.notificationfeed.mongodb.StoreUnavailableException;
import dev.notificationfeed.mongodb.ToolSettings;
import dev.notificationfeed.notification.Recipient;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import org.bson.Document;

/** The records of erasures for an operator tool, which runs without Quarkus and may block. */
public final class ErasedRecipients implements AutoCloseable {

    private static final String KEY_SETTING = "notifications.erasure.key";

    private final MongoClient client;
    private final MongoDatabase database;
    private final ErasureKey.Hash hash;

    private ErasedRecipients(MongoClient client, ErasureKey.Hash hash) {
        this.client = client;
        this.database = client.getDatabase(MongoSettings.DATABASE);
        this.hash = hash;
    }

    /**
     * Connects by the settings of the service.
     *
     * @param settings the value of a property by its name
     * @throws StoreUnavailableException with the reason if there is no connection string or MongoDB does not answer
     */
    public static ErasedRecipients connect(Function<String, Optional<String>> settings) {
        MongoClient client = MongoClients.create(ToolSettings.of(settings));
        try {
            Optional<String> key = settings.apply(KEY_SETTING).or(() -> storedKey(client));
            return new ErasedRecipients(client, key.map(ErasureKey.Hash::of).orElse(null));
        } catch (MongoException e) {
            client.close();
            throw unavailable(e);
        }
    }

    /**
     * Whether the recipient was erased at that time or later.
     *
     * @throws StoreUnavailableException if MongoDB does not answer
     */
    public boolean wasErasedSince(Recipient recipient, Instant published) {
        if (hash == null) {
            return false;
        }
        try {
            Document erasure = database.getCollection(SmallCollections.ERASURES)
                    .find(eq(Fields.ID, hash.of(recipient)))
                    .first();
            return erasure != null && !published.isAfter(ErasureRecords.erasedAt(erasure));
        } catch (MongoException e) {
            throw unavailable(e);
        }
    }

    @Override
    public void close() {
        client.close();
    }

    private static Optional<String> storedKey(MongoClient client) {
        Document settings = client.getDatabase(MongoSettings.DATABASE)
                .getCollection(SmallCollections.SETTINGS)
                .find(eq(Fields.ID, ErasureKey.ID))
                .first();
        return Optional.ofNullable(settings).map(document -> document.getString(ErasureKey.KEY));
    }

    private static StoreUnavailableException unavailable(MongoException failure) {
        return new StoreUnavailableException(ErrorCodes.describe(failure), failure);
    }
}
