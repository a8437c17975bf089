package dev.notificationfeed.store;

import com.mongodb.MongoClientSettings;
import com.mongodb.ReadPreference;
import com.mongodb.WriteConcern;
import com.mongodb.connection.TransportSettings;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.epoll.EpollEventLoopGroup;
import io.netty.channel.epoll.EpollSocketChannel;
import io.quarkus.mongodb.runtime.MongoClientCustomizer;
import io.quarkus.netty.MainEventLoopGroup;
import io.vertx.core.buffer.impl.VertxByteBufAllocator;
import jakarta.inject.Singleton;
import java.util.concurrent.TimeUnit;

/**
 * The client settings that the promises of this service rest on, set last, so that no connection string can take them
 * away: what is acknowledged survives a fail-over, what is read is the newest, and a call fails soon when nobody answers.
 */
@Singleton
final class MongoSettings implements MongoClientCustomizer {

    /** A socket may be silent for longer than a call may last: one slow command must not cost its connection. */
    private static final int READ_TIMEOUT_FACTOR = 5;

    private final StoreConfig config;
    private final EventLoopGroup eventLoops;

    MongoSettings(StoreConfig config, @MainEventLoopGroup EventLoopGroup eventLoops) {
        this.config = config;
        this.eventLoops = eventLoops;
    }

    @Override
    public MongoClientSettings.Builder customize(MongoClientSettings.Builder builder) {
        long timeout = config.timeout().toMillis();
        return onOurEventLoops(builder)
                .writeConcern(WriteConcern.MAJORITY)
                .readPreference(ReadPreference.primary())
                .applyToClusterSettings(cluster -> cluster.serverSelectionTimeout(timeout, TimeUnit.MILLISECONDS))
                .applyToConnectionPoolSettings(pool -> pool.maxWaitTime(timeout, TimeUnit.MILLISECONDS))
                .applyToSocketSettings(socket -> socket.connectTimeout((int) timeout, TimeUnit.MILLISECONDS)
                        .readTimeout((int) timeout * READ_TIMEOUT_FACTOR, TimeUnit.MILLISECONDS));
    }

    /** Quarkus knows the portable transport only: beside Linux' own it would leave the driver to threads of its own. */
    private MongoClientSettings.Builder onOurEventLoops(MongoClientSettings.Builder builder) {
        if (eventLoops instanceof EpollEventLoopGroup) {
            builder.transportSettings(TransportSettings.nettyBuilder()
                    .allocator(VertxByteBufAllocator.POOLED_ALLOCATOR)
                    .eventLoopGroup(eventLoops)
                    .socketChannelClass(EpollSocketChannel.class)
                    .build());
        }
        return builder;
    }
}
