package dev.notificationfeed.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.channel.embedded.EmbeddedChannel;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ConnectionLimitHandlerTest {

    private static final int MAX = 2;

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final OpenConnections open = new OpenConnections();
    private final EmbeddedChannel listening = new EmbeddedChannel(
            new ConnectionLimitHandler(config(), open, new ConnectionMetrics(registry, config(), open)));

    @Test
    void countsConnectionsUntilTheyAreClosed() {
        List<EmbeddedChannel> callers = connect(MAX);
        assertThat(open()).isEqualTo(MAX);

        callers.get(0).close();

        assertThat(open()).isEqualTo(1);
        assertThat(refused()).isZero();
    }

    @Test
    void acceptsExcessConnectionsAndMarksThem() {
        List<EmbeddedChannel> callers = connect(MAX + ConnectionLimitHandler.EXCESS);

        assertThat(callers).allMatch(EmbeddedChannel::isOpen);
        assertThat(callers.subList(0, MAX)).noneMatch(ConnectionLimitHandlerTest::isExcess);
        assertThat(callers.subList(MAX, callers.size())).allMatch(ConnectionLimitHandlerTest::isExcess);
        assertThat(refused()).isEqualTo(ConnectionLimitHandler.EXCESS);
    }

    @Test
    void closesFurtherConnectionsAndDoesNotCountThemAsOpen() {
        connect(MAX + ConnectionLimitHandler.EXCESS);

        EmbeddedChannel further = connect(1).get(0);

        assertThat(further.isOpen()).isFalse();
        assertThat(open()).isEqualTo(MAX + ConnectionLimitHandler.EXCESS);
        assertThat(refused()).isEqualTo(ConnectionLimitHandler.EXCESS + 1);
    }

    @Test
    void showsTheLimitAsMetric() {
        assertThat(registry.get("notifications.connections.limit").gauge().value())
                .isEqualTo(MAX);
    }

    private List<EmbeddedChannel> connect(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new EmbeddedChannel())
                .peek(listening::writeInbound)
                .toList();
    }

    private static boolean isExcess(EmbeddedChannel caller) {
        return caller.pipeline().get(Connection.class).isExcess();
    }

    private double open() {
        return registry.get("notifications.connections.open").gauge().value();
    }

    private double refused() {
        return registry.get("notifications.connections.refused").counter().count();
    }

    private static ConnectionConfig config() {
        return new SmallRyeConfigBuilder()
                .withMapping(ConnectionConfig.class)
                .withConverter(Duration.class, 100, new DurationConverter())
                .withDefaultValue("notifications.connections.max", String.valueOf(MAX))
                .build()
                .getConfigMapping(ConnectionConfig.class);
    }
}
