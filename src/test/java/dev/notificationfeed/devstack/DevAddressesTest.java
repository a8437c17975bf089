package dev.notificationfeed.devstack;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.junit.jupiter.api.Test;

class DevAddressesTest {

    private static final String KAFKA = "kafka.bootstrap.servers";
    private static final String ISSUER = "quarkus.oidc.auth-server-url";
    private static final int APPLICATION_PROPERTIES = 250;
    private static final int ENVIRONMENT = 300;

    @Test
    void publishesTheAddressOfEachServer() {
        var config = config("dev");

        assertThat(value(config, KAFKA)).matches("localhost:\\d+");
        assertThat(value(config, "quarkus.mongodb.connection-string")).matches("mongodb://localhost:\\d+");
        assertThat(value(config, ISSUER))
                .matches("http://localhost:\\d+")
                .isEqualTo(value(config, "devstack.issuer-url"));
        assertThat(config.getConfigValue(KAFKA).getSourceName()).isEqualTo(DevAddresses.NAME);
    }

    @Test
    void givesTheSameAddressesAfterLiveReload() {
        assertThat(value(config("dev"), "quarkus.http.port")).isEqualTo(value(config("dev"), "quarkus.http.port"));
    }

    @Test
    void hasNoAddressesOutsideDevMode() {
        assertThat(value(config("prod"), KAFKA)).isNull();
        assertThat(value(config("test"), KAFKA)).isNull();
    }

    @Test
    void keepsAnAddressSetInTheEnvironment() {
        var config = config("dev", source(ENVIRONMENT, ISSUER, "https://issuer.example"));

        assertThat(value(config, ISSUER)).isEqualTo("https://issuer.example");
        assertThat(value(config, "devstack.issuer-url")).isNull();
        assertThat(value(config, KAFKA)).startsWith("localhost:");
    }

    @Test
    void overridesTheAddressInApplicationProperties() {
        var config = config("dev", source(APPLICATION_PROPERTIES, ISSUER, "http://not-set.invalid"));

        assertThat(value(config, ISSUER)).startsWith("http://localhost:");
    }

    private static SmallRyeConfig config(String profile, ConfigSource... sources) {
        return new SmallRyeConfigBuilder()
                .withProfile(profile)
                .withSources(sources)
                .withSources(new DevAddresses())
                .build();
    }

    private static String value(SmallRyeConfig config, String name) {
        return config.getConfigValue(name).getValue();
    }

    private static ConfigSource source(int ordinal, String name, String value) {
        return new PropertiesConfigSource(Map.of(name, value), "test", ordinal);
    }
}
