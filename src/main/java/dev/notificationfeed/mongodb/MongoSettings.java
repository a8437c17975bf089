package dev.notificationfeed.mongodb;

import com.mongodb.MongoClientSettings;
import com.mongodb.ReadPreference;
import com.mongodb.WriteConcern;
import com.mongodb.connection.TransportSettings;
import io.netty.buffer.PooledByteBufAllocator;
import io.quarkus.mongodb.runtime.MongoClientCustomizer;
import jakarta.inject.Singleton;
import java.util.concurrent.TimeUnit;

/**
 * The client settings that the guarantees of this service need. They are applied last, so that no connection string can
 * override them: acknowledged writes survive a fail-over, reads return the newest data, and calls to a dead server fail soon.
 * {@link Guard} repeats calls, reads and writes alike, so the driver does not: its retryable writes need a server that has
 * them, and Quarkus switches them off.
 */
@Singleton
public final class MongoSettings implements MongoClientCustomizer {

    /** The name of the database. */
    public static final String DATABASE = "notifications";

    /** The socket timeout is longer than the timeout of a call, so that one slow command does not close its connection. */
    private static final int READ_TIMEOUT_FACTOR = 5;

    /**
     * The driver has its own event loops. On those of HTTP, a reply of MongoDB would wait behind ten thousand requests and time
     * out. Buffers are heap arrays, because the driver writes a string into an array at once and into direct memory byte by byte.
     */
    private static final TransportSettings OWN_EVENT_LOOPS = TransportSettings.nettyBuilder()
            .allocator(new PooledByteBufAllocator(false))
            .build();

    private final StoreConfig config;
    private volatile MongoClientSettings applied;

    public MongoSettings(StoreConfig config) {
        this.config = config;
    }

    @Override
    public MongoClientSettings.Builder customize(MongoClientSettings.Builder builder) {
        long timeout = config.timeout().toMillis();
        MongoClientSettings.Builder customized = builder.transportSettings(OWN_EVENT_LOOPS)
                .writeConcern(WriteConcern.MAJORITY)
                .readPreference(ReadPreference.primary())
                .retryReads(false)
                .retryWrites(false)
                .applyToClusterSettings(cluster -> cluster.serverSelectionTimeout(timeout, TimeUnit.MILLISECONDS))
                .applyToConnectionPoolSettings(pool -> pool.maxWaitTime(timeout, TimeUnit.MILLISECONDS))
                .applyToSocketSettings(socket -> socket.connectTimeout((int) timeout, TimeUnit.MILLISECONDS)
                        .readTimeout((int) timeout * READ_TIMEOUT_FACTOR, TimeUnit.MILLISECONDS));
        applied = customized.build();
        return customized;
    }

    /**
     * The settings of the client for callers: all those of the other client, and a time limit for each command that the server
     * enforces ({@code maxTimeMS}), so that a command whose caller has left does not go on.
     *
     * @throws IllegalStateException before the other client has been created
     */
    public MongoClientSettings forCallers() {
        if (applied == null) {
            throw new IllegalStateException("the client of Quarkus is created first");
        }
        return MongoClientSettings.builder(applied)
                .timeout(config.timeout().toMillis(), TimeUnit.MILLISECONDS)
                .build();
    }
}
