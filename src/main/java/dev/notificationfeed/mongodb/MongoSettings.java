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
 * The client settings that the promises of this service rest on, set last, so that no connection string can take them
 * away: what is acknowledged survives a fail-over, what is read is the newest, and a call fails soon when nobody answers.
 */
@Singleton
public final class MongoSettings implements MongoClientCustomizer {

    /** A socket may be silent for longer than a call may last: one slow command must not cost its connection. */
    private static final int READ_TIMEOUT_FACTOR = 5;

    /**
     * Not the event loops of the callers: where ten thousand of them come at once, an answer of MongoDB would wait behind
     * them all, and count as one that never came. Into arrays, because there the driver writes a text at once, and into
     * memory outside the heap byte by byte.
     */
    private static final TransportSettings OWN_THREADS = TransportSettings.nettyBuilder()
            .allocator(new PooledByteBufAllocator(false))
            .build();

    private final StoreConfig config;

    public MongoSettings(StoreConfig config) {
        this.config = config;
    }

    @Override
    public MongoClientSettings.Builder customize(MongoClientSettings.Builder builder) {
        long timeout = config.timeout().toMillis();
        return builder.transportSettings(OWN_THREADS)
                .writeConcern(WriteConcern.MAJORITY)
                .readPreference(ReadPreference.primary())
                .applyToClusterSettings(cluster -> cluster.serverSelectionTimeout(timeout, TimeUnit.MILLISECONDS))
                .applyToConnectionPoolSettings(pool -> pool.maxWaitTime(timeout, TimeUnit.MILLISECONDS))
                .applyToSocketSettings(socket -> socket.connectTimeout((int) timeout, TimeUnit.MILLISECONDS)
                        .readTimeout((int) timeout * READ_TIMEOUT_FACTOR, TimeUnit.MILLISECONDS));
    }
}
