package dev.notificationfeed.dependency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DependenciesTest {

    private final AtomicInteger looks = new AtomicInteger();
    private volatile Supplier<Uni<Finding>> kafka = () -> Uni.createFrom().item(Finding.present());
    private Dependencies dependencies;

    @AfterEach
    void stop() {
        dependencies.stop();
    }

    @Test
    void looksInTheBackgroundAgainAndAgain() {
        start();

        await().until(() -> dependencies.isUp("kafka"));
        kafka = () -> Uni.createFrom().item(Finding.missing("no broker"));
        await().until(() -> !dependencies.isUp("kafka"));

        assertThat(dependencies.state("kafka").finding().reason()).isEqualTo("no broker");
    }

    @Test
    void doesNotAskWhatStandsOnSomethingMissing() {
        kafka = () -> Uni.createFrom().item(Finding.missing("no broker"));
        start();

        await().until(() -> "waits for kafka".equals(reason("kafka-topics")));

        assertThat(looks).hasValue(0);
    }

    @Test
    void cutsOffALookThatHangs() {
        kafka = () -> Uni.createFrom().nothing();
        start();

        await().until(() -> "no answer within 50 ms".equals(reason("kafka")));
    }

    @Test
    void takesAFailureForMissingWhereverItIsThrown() {
        kafka = () -> {
            throw new IllegalStateException("thrown at once");
        };
        start();
        await().until(() -> "the look failed; the log at level DEBUG tells why".equals(reason("kafka")));

        kafka = () -> Uni.createFrom().item(Finding.present());
        await().until(() -> dependencies.isUp("kafka"));
        kafka = () -> Uni.createFrom().failure(new IllegalStateException("user=root"));
        await().until(() -> !dependencies.isUp("kafka"));
        assertThat(reason("kafka")).doesNotContain("root");
    }

    @Test
    void namesABaseBeforeWhatStandsOnIt() {
        start();

        assertThat(dependencies.states()).extracting(DependencyState::name).containsExactly("kafka", "kafka-topics");
    }

    @Test
    void refusesACheckWhoseBaseDoesNotExist() {
        start();

        assertThatThrownBy(() -> new Dependencies(config(), List.of(topics())))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("kafka-topics");
        assertThatThrownBy(() -> dependencies.state("nothing")).isInstanceOf(IllegalArgumentException.class);
    }

    private void start() {
        dependencies = new Dependencies(config(), List.of(topics(), check("kafka", null, () -> kafka.get())));
        dependencies.start(new StartupEvent());
    }

    private String reason(String check) {
        return dependencies.state(check).finding().reason();
    }

    private DependencyCheck topics() {
        return check("kafka-topics", "kafka", () -> {
            looks.incrementAndGet();
            return Uni.createFrom().item(Finding.present());
        });
    }

    private static DependencyCheck check(String name, String base, Supplier<Uni<Finding>> look) {
        return new DependencyCheck() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public String base() {
                return base;
            }

            @Override
            public Uni<Finding> look() {
                return look.get();
            }
        };
    }

    private static DependencyConfig config() {
        return new SmallRyeConfigBuilder()
                .withMapping(DependencyConfig.class)
                .withConverter(Duration.class, 100, new DurationConverter())
                .withDefaultValue("notifications.dependencies.interval", "20ms")
                .withDefaultValue("notifications.dependencies.timeout", "50ms")
                .build()
                .getConfigMapping(DependencyConfig.class);
    }
}
