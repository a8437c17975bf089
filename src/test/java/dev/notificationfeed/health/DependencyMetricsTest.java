package dev.notificationfeed.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DependencyMetricsTest {

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final Dependencies dependencies = new Dependencies(config(), List.of(new Kafka()));
    private volatile CheckResult result = CheckResult.present();

    @AfterEach
    void stop() {
        dependencies.stop();
    }

    @Test
    void showsADependencyAsDownBeforeTheFirstCheck() {
        new DependencyMetrics(dependencies, registry).register(new StartupEvent());

        assertThat(value("up")).isZero();
        assertThat(value("ready")).isZero();
    }

    @Test
    void showsUpAndReadySeparately() {
        new DependencyMetrics(dependencies, registry).register(new StartupEvent());
        dependencies.start(new StartupEvent());
        await().until(() -> value("up") == 1 && value("ready") == 1);

        result = CheckResult.missing("no broker");

        await().until(() -> value("up") == 0);
        assertThat(value("ready")).isOne();
    }

    private double value(String what) {
        return registry.get("notifications.dependency." + what)
                .tag("check", "kafka")
                .gauge()
                .value();
    }

    private static DependencyConfig config() {
        return new SmallRyeConfigBuilder()
                .withMapping(DependencyConfig.class)
                .withConverter(Duration.class, 100, new DurationConverter())
                .withDefaultValue("notifications.dependencies.interval", "20ms")
                .withDefaultValue("notifications.dependencies.failures-until-lost", "1000000")
                .build()
                .getConfigMapping(DependencyConfig.class);
    }

    private final class Kafka implements DependencyCheck {

        @Override
        public String name() {
            return "kafka";
        }

        @Override
        public Uni<CheckResult> check() {
            return Uni.createFrom().item(result);
        }
    }
}
