package dev.notificationfeed.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.ReadPreference;
import com.mongodb.WriteConcern;
import com.mongodb.connection.NettyTransportSettings;
import io.netty.channel.DefaultEventLoopGroup;
import io.netty.channel.epoll.EpollEventLoopGroup;
import io.netty.channel.epoll.EpollSocketChannel;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class MongoSettingsTest {

    @Test
    void noConnectionStringTakesThePromisesAway() {
        var careless = new ConnectionString("mongodb://localhost/?w=0&readPreference=secondary"
                + "&serverSelectionTimeoutMS=60000&connectTimeoutMS=60000&waitQueueTimeoutMS=60000");

        var settings = new MongoSettings(new TestSettings(Duration.ofSeconds(2)), new DefaultEventLoopGroup())
                .customize(MongoClientSettings.builder().applyConnectionString(careless))
                .build();

        assertThat(settings.getWriteConcern()).isEqualTo(WriteConcern.MAJORITY);
        assertThat(settings.getReadPreference()).isEqualTo(ReadPreference.primary());
        assertThat(settings.getClusterSettings().getServerSelectionTimeout(TimeUnit.SECONDS))
                .isEqualTo(2);
        assertThat(settings.getConnectionPoolSettings().getMaxWaitTime(TimeUnit.SECONDS))
                .isEqualTo(2);
        assertThat(settings.getSocketSettings().getConnectTimeout(TimeUnit.SECONDS))
                .isEqualTo(2);
        assertThat(settings.getSocketSettings().getReadTimeout(TimeUnit.SECONDS))
                .isEqualTo(10);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void sharesTheEventLoopsOfLinuxOwnTransport() {
        var eventLoops = new EpollEventLoopGroup(1);

        var transport = (NettyTransportSettings) new MongoSettings(new TestSettings(Duration.ofSeconds(2)), eventLoops)
                .customize(MongoClientSettings.builder())
                .build()
                .getTransportSettings();

        assertThat(transport.getEventLoopGroup()).isSameAs(eventLoops);
        assertThat(transport.getSocketChannelClass()).isEqualTo(EpollSocketChannel.class);
    }
}
