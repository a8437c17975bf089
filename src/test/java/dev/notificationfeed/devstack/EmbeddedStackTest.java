package dev.notificationfeed.devstack;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.notificationfeed.fixture.Stack;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;

class EmbeddedStackTest {

    @Test
    void hasTheThreeTopics() throws Exception {
        try (var admin = Admin.create(Map.of("bootstrap.servers", Stack.bootstrapServers()))) {
            assertThat(admin.listTopics().names().get())
                    .contains("notification-events", "notification-events-dlq", "notification-feed");
        }
    }

    @Test
    void signsTokens() {
        var payload = Stack.token("47165", "notifications-admin").split("\\.")[1];

        assertThat(new String(java.util.Base64.getUrlDecoder().decode(payload), UTF_8))
                .contains("\"custom:tisId\":\"47165\"", "notifications-admin", Stack.issuerUrl());
    }
}
