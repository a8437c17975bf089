package dev.notificationfeed.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DependenciesTest {

    private final AtomicInteger calls = new AtomicInteger();
    private volatile Supplier<Uni<CheckResult>> kafka = () -> Uni.createFrom().item(CheckResult.present());
    private volatile CheckResult topics = CheckResult.present();
    private Dependencies dependencies;

    @AfterEach
    void stop() {
        dependencies.stop();
    }

    @Test
    void checksRepeatedlyInTheBackground() {
        start();

        await().until(() -> dependencies.isUp("kafka"));
        kafka = () -> Uni.createFrom().item(CheckResult.missing("no broker"));
        await().until(() -> !dependencies.isUp("kafka"));

        assertThat(dependencies.state("kafka").result().reason()).isEqualTo("no broker");
    }

    @Test
    void doesNotCallACheckWhoseBaseIsDown() {
        kafka = () -> Uni.createFrom().item(CheckResult.missing("no broker"));
        start();

        await().until(() -> "waits for kafka".equals(reason("kafka-topics")));

        assertThat(calls).hasValue(0);
    }

    @Test
    void timesOutACheckThatHangs() {
        kafka = () -> Uni.createFrom().nothing();
        start();

        await().until(() -> "no answer within 50 ms".equals(reason("kafka")));
    }

    @Test
    void failureCountsAsDownWithoutItsMessage() {
        kafka = () -> {
            throw new IllegalStateException("thrown at once");
        };
        start();
        await().until(() -> "the check failed; see the log at level DEBUG".equals(reason("kafka")));

        kafka = () -> Uni.createFrom().item(CheckResult.present());
        await().until(() -> dependencies.isUp("kafka"));
        kafka = () -> Uni.createFrom().failure(new IllegalStateException("user=root"));
        await().until(() -> !dependencies.isUp("kafka"));
        assertThat(reason("kafka")).doesNotContain("root");
    }

    @Test
    void checksAgainAfterAFaultInItsOwnWork() {
        kafka = () -> Uni.createFrom().nullItem();
        start();
        await().pollDelay(Duration.ofMillis(100)).until(() -> true);

        kafka = () -> Uni.createFrom().item(CheckResult.present());

        await().until(() -> dependencies.isUp("kafka"));
    }

    @Test
    void listsABaseBeforeItsDependents() {
        start();

        assertThat(dependencies.states()).extracting(DependencyState::name).containsExactly("kafka", "kafka-topics");
    }

    @Test
    void refusesACheckWhoseBaseDoesNotExist() {
        start();

        assertThatThrownBy(() -> new Dependencies(config("20ms", "50ms"), List.of(topics())))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("kafka-topics");
        assertThatThrownBy(() -> dependencies.state("nothing")).isInstanceOf(IllegalArgumentException.class);
    }

    /** Does not wait for the next interval. */
    @Test
    void checksDependentsAtOnceWhenTheirBaseComesUp() {
        var answer = new CompletableFuture<CheckResult>();
        kafka = () -> Uni.createFrom().completionStage(answer);
        start("1h", "1h");
        await().until(() -> "waits for kafka".equals(reason("kafka-topics")));

        answer.complete(CheckResult.present());

        await().pollDelay(Duration.ZERO).atMost(Duration.ofMillis(50)).until(() -> dependencies.isUp("kafka-topics"));
    }

    @Test
    void checksMoreOftenUntilADependentHasFollowedItsBase() {
        topics = CheckResult.missing("no topic");
        start("1h", "50ms");
        await().until(() -> "no topic".equals(reason("kafka-topics")));

        topics = CheckResult.present();

        await().until(() -> dependencies.isUp("kafka-topics"));
    }

    @Test
    void checksAtTheIntervalAfterwards() {
        start("1h", "50ms");
        await().until(() -> dependencies.isUp("kafka-topics"));
        int before = calls.get();

        await().during(Duration.ofMillis(600)).until(() -> calls.get() <= before + 1);
    }

    private void start() {
        start("20ms", "50ms");
    }

    private void start(String interval, String timeout) {
        dependencies =
                new Dependencies(config(interval, timeout), List.of(topics(), check("kafka", null, () -> kafka.get())));
        dependencies.start(new StartupEvent());
    }

    private String reason(String check) {
        return dependencies.state(check).result().reason();
    }

    private DependencyCheck topics() {
        return check("kafka-topics", "kafka", () -> {
            calls.incrementAndGet();
            return Uni.createFrom().item(topics);
        });
    }

    private static DependencyCheck check(String name, String base, Supplier<Uni<CheckResult>> call) {
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
            public Uni<CheckResult> check() {
                return call.get();
            }
        };
    }

    private static DependencyConfig config(String interval, String timeout) {
        return new SmallRyeConfigBuilder()
                .withMapping(DependencyConfig.class)
                .withConverter(Duration.class, 100, new DurationConverter())
                .withDefaultValue("notifications.dependencies.interval", interval)
                .withDefaultValue("notifications.dependencies.timeout", timeout)
                .build()
                .getConfigMapping(DependencyConfig.class);
    }
}
