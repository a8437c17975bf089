package dev.notificationfeed.kafka;

import dev.notificationfeed.fixture.Stack;
import java.util.HashMap;
import java.util.Map;

/** Makes the clients of the service for tests in other packages. */
public final class TestClients {

    private TestClients() {}

    /** Clients of the embedded broker, with additional settings. */
    public static KafkaClients of(Map<String, Object> settings) {
        Map<String, Object> all = new HashMap<>(settings);
        all.putIfAbsent("bootstrap.servers", Stack.bootstrapServers());
        return new KafkaClients(all);
    }
}
