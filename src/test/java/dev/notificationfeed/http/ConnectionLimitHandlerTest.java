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

    private static final int MOST = 2;

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final EmbeddedChannel door =
            new EmbeddedChannel(new ConnectionLimitHandler(config(), new ConnectionMetrics(registry, config())));

    @Test
    void countsConnectionsUntilTheyAreClosed() {
        List<EmbeddedChannel> callers = come(MOST);
        assertThat(open()).isEqualTo(MOST);

        callers.get(0).close();

        assertThat(open()).isEqualTo(1);
        assertThat(refused()).isZero();
    }

    @Test
    void letsInThoseBeyondTheLimitToBeToldSo() {
        List<EmbeddedChannel> callers = come(MOST + ConnectionLimitHandler.TOLD);

        assertThat(callers).allMatch(EmbeddedChannel::isOpen);
        assertThat(callers.subList(0, MOST)).noneMatch(ConnectionLimitHandlerTest::isExcess);
        assertThat(callers.subList(MOST, callers.size())).allMatch(ConnectionLimitHandlerTest::isExcess);
        assertThat(refused()).isEqualTo(ConnectionLimitHandler.TOLD);
    }

    @Test
    void turnsAwayTheNextOnesAndDoesNotCountThemAsOpen() {
        come(MOST + ConnectionLimitHandler.TOLD);

        EmbeddedChannel further = come(1).get(0);

        assertThat(further.isOpen()).isFalse();
        assertThat(open()).isEqualTo(MOST + ConnectionLimitHandler.TOLD);
        assertThat(refused()).isEqualTo(ConnectionLimitHandler.TOLD + 1);
    }

    @Test
    void showsTheLimitThatItHolds() {
        assertThat(registry.get("notifications.connections.limit").gauge().value())
                .isEqualTo(MOST);
    }

    private List<EmbeddedChannel> come(int callers) {
        return IntStream.range(0, callers)
                .mapToObj(i -> new EmbeddedChannel())
                .peek(door::writeInbound)
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
                .withDefaultValue("notifications.connections.max", String.valueOf(MOST))
                .build()
                .getConfigMapping(ConnectionConfig.class);
    }
}
