package dev.notificationfeed.devstack;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.SmallRyeConfigBuilder;
import org.junit.jupiter.api.Test;

class DevResourceTest {

    @Test
    void saysThatTokensComeFromElsewhereWithoutEmbeddedIssuer() throws Exception {
        var config = new SmallRyeConfigBuilder()
                .withMapping(DevStackConfig.class)
                .build()
                .getConfigMapping(DevStackConfig.class);

        var answer = new DevResource(config, null).token(null);

        assertThat(answer.getStatus()).isEqualTo(404);
        assertThat(answer.getEntity()).asString().startsWith("Tokens come from the issuer");
    }
}
