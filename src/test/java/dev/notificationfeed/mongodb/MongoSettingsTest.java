package dev.notificationfeed.mongodb;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.ReadPreference;
import com.mongodb.WriteConcern;
import com.mongodb.connection.NettyTransportSettings;
import dev.notificationfeed.store.TestSettings;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class MongoSettingsTest {

    @Test
    void connectionStringCannotOverrideTheSettings() {
        var careless = new ConnectionString(
                "mongodb://localhost/?w=0&readPreference=secondary&retryReads=true&retryWrites=true"
                        + "&serverSelectionTimeoutMS=60000&connectTimeoutMS=60000&waitQueueTimeoutMS=60000");

        var settings = new MongoSettings(new TestSettings(Duration.ofSeconds(2)))
                .customize(MongoClientSettings.builder().applyConnectionString(careless))
                .build();

        assertThat(settings.getWriteConcern()).isEqualTo(WriteConcern.MAJORITY);
        assertThat(settings.getReadPreference()).isEqualTo(ReadPreference.primary());
        assertThat(settings.getRetryReads()).isFalse();
        assertThat(settings.getRetryWrites()).isFalse();
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
    void usesItsOwnEventLoopsAndHeapBuffers() {
        var transport = (NettyTransportSettings) new MongoSettings(new TestSettings(Duration.ofSeconds(2)))
                .customize(MongoClientSettings.builder())
                .build()
                .getTransportSettings();

        assertThat(transport.getEventLoopGroup()).isNull();
        assertThat(transport.getAllocator().buffer().hasArray()).isTrue();
    }
}
