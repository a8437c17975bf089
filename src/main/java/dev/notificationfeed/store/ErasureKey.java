package dev.notificationfeed.store;

import static com.mongodb.client.model.Filters.eq;

import dev.notificationfeed.mongodb.ErrorCodes;
import dev.notificationfeed.mongodb.Fields;
import dev.notificationfeed.mongodb.NotificationRepository;
import dev.notificationfeed.mongodb.SmallCollections;
import dev.notificationfeed.notification.Recipient;
import io.quarkus.mongodb.reactive.ReactiveMongoCollection;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.bson.Document;

/** The key of the hashes of erased recipients: the configured one, or a random one that the first erasure stores in MongoDB. */
@Singleton
final class ErasureKey {

    static final String ID = "erasure-key";
    static final String KEY = "key";
    private static final String ALGORITHM = "HmacSHA256";
    private static final int BYTES = 32;

    private final NotificationRepository repository;
    private volatile Hash known;

    ErasureKey(NotificationRepository repository, ErasureConfig config) {
        this.repository = repository;
        this.known = config.key().map(Hash::of).orElse(null);
    }

    /**
     * Hashes recipients with a key.
     *
     * @param key the key
     */
    record Hash(SecretKeySpec key) {

        static Hash of(String key) {
            return new Hash(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), ALGORITHM));
        }

        /** HMAC-SHA-256 in hexadecimal digits. */
        String of(Recipient recipient) {
            try {
                Mac mac = Mac.getInstance(ALGORITHM);
                mac.init(key);
                return HexFormat.of().formatHex(mac.doFinal(recipient.value().getBytes(StandardCharsets.UTF_8)));
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("every JVM has " + ALGORITHM, e);
            }
        }
    }

    /** Null while there is no key, which means that nobody was erased. */
    Uni<Hash> find() {
        return known != null
                ? Uni.createFrom().item(known)
                : settings()
                        .find(eq(Fields.ID, ID))
                        .toUni()
                        .onItem()
                        .ifNotNull()
                        .transform(document -> known = Hash.of(document.getString(KEY)));
    }

    /** Stores a random key if there is none. */
    Uni<Hash> findOrMake() {
        return find().onItem().ifNull().switchTo(() -> insert(randomKey()).chain(this::find));
    }

    /** Another replica may be faster; then its key counts. */
    private Uni<Void> insert(String key) {
        return settings()
                .insertOne(new Document(Fields.ID, ID).append(KEY, key))
                .replaceWithVoid()
                .onFailure(ErrorCodes::isDuplicate)
                .recoverWithNull();
    }

    private static String randomKey() {
        byte[] key = new byte[BYTES];
        new SecureRandom().nextBytes(key);
        return HexFormat.of().formatHex(key);
    }

    private ReactiveMongoCollection<Document> settings() {
        return repository.mongoDatabase().getCollection(SmallCollections.SETTINGS);
    }
}
