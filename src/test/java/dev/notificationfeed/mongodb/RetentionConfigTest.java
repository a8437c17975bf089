package dev.notificationfeed.mongodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.validator.BeanValidationConfigValidator;
import jakarta.validation.Validation;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RetentionConfigTest {

    private static final BeanValidationConfigValidator VALIDATOR =
            () -> Validation.buildDefaultValidatorFactory().getValidator();

    private static Duration retention(Map<String, String> properties) {
        return new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withValidator(VALIDATOR)
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
    void keepsItemsForTheConfiguredTime() {
        assertThat(retention(Map.of("notifications.retention", "30d"))).isEqualTo(Duration.ofDays(30));
    }

    @Test
    void refusesANumberWithoutUnit() {
        assertThatThrownBy(() -> retention(Map.of("notifications.retention", "400")))
                .isInstanceOf(ConfigValidationException.class)
                .hasMessageContaining("notifications.retention");
    }
}
