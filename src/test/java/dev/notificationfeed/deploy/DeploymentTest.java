package dev.notificationfeed.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.notificationfeed.capability.CapabilityConfig;
import dev.notificationfeed.health.DependencyConfig;
import dev.notificationfeed.ingest.IngestConfig;
import dev.notificationfeed.stream.StreamConfig;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentSpec;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.smallrye.config.SmallRyeConfig;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeploymentTest {

    /** The maximum duration of a shutdown; see ShutdownIT and ShutdownWithoutDependenciesIT. */
    private static final Duration GONE = Duration.ofSeconds(20);

    private static final SmallRyeConfig PRODUCTION = Production.withDefaults();

    @ParameterizedTest
    @ValueSource(strings = {"base", "staging", "production"})
    void keepsAllReadyReplicasDuringARollout(String environment) {
        var rollout = deployment(environment);
        var update = rollout.getStrategy().getRollingUpdate();
        var forgotten = PRODUCTION.getConfigMapping(CapabilityConfig.class).forgottenAfter();

        assertThat(update.getMaxUnavailable().getIntVal()).isZero();
        assertThat(update.getMaxSurge().getIntVal()).isPositive();
        assertThat(Duration.ofSeconds(rollout.getMinReadySeconds())).isGreaterThan(forgotten);
        assertThat(rollout.getRevisionHistoryLimit()).isPositive();
        var startup = container(environment).getStartupProbe();
        assertThat(rollout.getProgressDeadlineSeconds())
                .isGreaterThan(
                        startup.getPeriodSeconds() * startup.getFailureThreshold() + rollout.getMinReadySeconds());
    }

    @ParameterizedTest
    @ValueSource(strings = {"base", "staging", "production"})
    void hasAtLeastTwoReplicasAndDisruptsOneAtATime(String environment) {
        var manifests = Manifests.of(environment);

        assertThat(deployment(environment).getReplicas())
                .as("the autoscaler sets the number of replicas")
                .isNull();
        assertThat(Manifests.the(HorizontalPodAutoscaler.class, manifests)
                        .getSpec()
                        .getMinReplicas())
                .isGreaterThanOrEqualTo(2);
        assertThat(Manifests.the(PodDisruptionBudget.class, manifests)
                        .getSpec()
                        .getMaxUnavailable()
                        .getIntVal())
                .isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"base", "staging", "production"})
    void probeTimeoutIsLongerThanADependencyCheckAndAtMostTheProbePeriod(String environment) {
        var check = PRODUCTION.getConfigMapping(DependencyConfig.class).timeout();

        assertThat(probes(environment)).hasSize(3).allSatisfy(probe -> {
            assertThat(Duration.ofSeconds(probe.getTimeoutSeconds())).isGreaterThan(check);
            assertThat(probe.getTimeoutSeconds()).isLessThanOrEqualTo(probe.getPeriodSeconds());
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"base", "staging", "production"})
    void gracePeriodIsLongerThanAShutdown(String environment) {
        var leave = Duration.ofSeconds(
                container(environment).getLifecycle().getPreStop().getSleep().getSeconds());
        var grace = Duration.ofSeconds(pod(environment).getTerminationGracePeriodSeconds());
        var longest = PRODUCTION
                .getConfigMapping(StreamConfig.class)
                .drain()
                .plus(PRODUCTION.getValue("quarkus.shutdown.delay", Duration.class))
                .plus(PRODUCTION.getValue("quarkus.shutdown.timeout", Duration.class))
                .plus(PRODUCTION.getConfigMapping(IngestConfig.class).drain());

        assertThat(leave).isPositive();
        assertThat(grace).isGreaterThan(leave.plus(GONE)).isGreaterThan(leave.plus(longest));
    }

    @ParameterizedTest
    @ValueSource(strings = {"base", "staging", "production"})
    void hasNoUnneededPrivileges(String environment) {
        var pod = pod(environment);
        var rights = container(environment).getSecurityContext();

        assertThat(pod.getSecurityContext().getRunAsNonRoot()).isTrue();
        assertThat(pod.getSecurityContext().getRunAsUser()).isPositive();
        assertThat(pod.getSecurityContext().getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
        assertThat(pod.getAutomountServiceAccountToken()).isFalse();
        assertThat(rights.getPrivileged()).isFalse();
        assertThat(rights.getAllowPrivilegeEscalation()).isFalse();
        assertThat(rights.getReadOnlyRootFilesystem()).isTrue();
        assertThat(rights.getCapabilities().getDrop()).containsExactly("ALL");
        assertThat(container(environment).getVolumeMounts())
                .filteredOn(mount -> mount.getReadOnly() == null || !mount.getReadOnly())
                .as("Netty unpacks its native library there")
                .extracting(mount -> mount.getMountPath())
                .containsExactly("/tmp");
    }

    @ParameterizedTest
    @ValueSource(strings = {"base", "staging", "production"})
    void hasResourceLimits(String environment) {
        var resources = container(environment).getResources();

        assertThat(resources.getRequests()).containsOnlyKeys("cpu", "memory");
        assertThat(resources.getLimits()).containsOnlyKeys("cpu", "memory");
        assertThat(resources.getRequests().get("memory"))
                .as("memory request equals limit, so that no node overcommits")
                .isEqualTo(resources.getLimits().get("memory"));
        assertThat(resources.getRequests().values())
                .extracting(Quantity::getNumericalAmount)
                .allMatch(n -> n.signum() > 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"base", "staging", "production"})
    void hasNoVariablesOfOtherServices(String environment) {
        assertThat(pod(environment).getEnableServiceLinks()).isFalse();
    }

    private static Stream<Probe> probes(String environment) {
        var container = container(environment);
        return Stream.of(container.getStartupProbe(), container.getReadinessProbe(), container.getLivenessProbe());
    }

    private static DeploymentSpec deployment(String environment) {
        return Manifests.the(Deployment.class, Manifests.of(environment)).getSpec();
    }

    private static PodSpec pod(String environment) {
        return deployment(environment).getTemplate().getSpec();
    }

    private static Container container(String environment) {
        return pod(environment).getContainers().get(0);
    }
}
