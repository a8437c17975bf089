package dev.notificationfeed.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RetentionConfigTest {

    private static Duration retention(Map<String, String> properties) {
        return new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(RetentionConfig.class)
                .withSources(new PropertiesConfigSource(properties, "test", 100))
                .build()
                .getConfigMapping(RetentionConfig.class)
                .sinceSent();
    }

    @Test
    void keepsItemsForFourHundredDays() {
        assertThat(retention(Map.of())).isEqualTo(Duration.ofDays(400));
    }

    @Test
    void keepsItemsAsLongAsTheDeploymentSays() {
        assertThat(retention(Map.of("notifications.retention", "30d"))).isEqualTo(Duration.ofDays(30));
    }
}
