package dev.notificationfeed.devstack;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.SmallRyeConfigBuilder;
import org.junit.jupiter.api.Test;

class DevResourceTest {

    @Test
    void answersNotFoundForTokenWithoutEmbeddedIssuer() throws Exception {
        var config = new SmallRyeConfigBuilder()
                .withMapping(DevStackConfig.class)
                .build()
                .getConfigMapping(DevStackConfig.class);

        var answer = new DevResource(config, null, null).token(null);

        assertThat(answer.getStatus()).isEqualTo(404);
        assertThat(answer.getEntity()).asString().contains("no embedded issuer");
    }
}
