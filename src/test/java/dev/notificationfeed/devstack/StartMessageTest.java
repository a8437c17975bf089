package dev.notificationfeed.devstack;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StartMessageTest {

    @Test
    void namesInboxCallAndDirectory() {
        var text = StartMessage.text(12345, config(Map.of(DevAddresses.ISSUER_URL, "http://localhost:8180")));

        assertThat(text)
                .contains(
                        "http://localhost:12345/",
                        "curl -s -w '\\n' -H \"Authorization: Bearer "
                                + "$(curl -s 'localhost:12345/dev/token?recipient=47165')\" "
                                + "localhost:12345/api/notifications",
                        "target/devstack");
    }

    @Test
    void leavesTheTokenToTheCallerWithoutEmbeddedIssuer() {
        assertThat(StartMessage.text(8080, config(Map.of())))
                .contains("Bearer $TOKEN")
                .doesNotContain("/dev/token");
    }

    private static DevStackConfig config(Map<String, String> settings) {
        return new SmallRyeConfigBuilder()
                .withSources(new PropertiesConfigSource(settings, "test", 100))
                .withMapping(DevStackConfig.class)
                .build()
                .getConfigMapping(DevStackConfig.class);
    }
}
