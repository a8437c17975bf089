package dev.notificationfeed.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapEnvSource;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.EnvFromSource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.openshift.api.model.monitoring.v1.ServiceMonitor;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** References between manifests: Kubernetes does not report a wrong name. */
class WiringTest {

    private static final String MANAGEMENT = "management";
    private static final List<HasMetadata> SECRETS = Manifests.read(Path.of("deploy/kubernetes/secret.example.yaml"));

    @ParameterizedTest
    @ValueSource(strings = {"staging", "production"})
    void isInOneNamespaceAndHasAVersion(String environment) {
        var manifests = Manifests.of(environment);

        assertThat(manifests)
                .extracting(manifest -> manifest.getMetadata().getNamespace())
                .doesNotContainNull()
                .containsOnly(manifests.get(0).getMetadata().getNamespace());
        assertThat(container(manifests).getImage()).matches(".+/notification-feed(:\\d+\\.\\d+\\.\\d+|@sha256:.+)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"staging", "production"})
    void hasItsSettings(String environment) {
        var manifests = Manifests.of(environment);
        var settings = Manifests.the(ConfigMap.class, manifests);

        assertThat(settings.getData()).isEqualTo(Settings.of(environment));
        assertThat(container(manifests).getEnvFrom())
                .extracting(EnvFromSource::getConfigMapRef)
                .filteredOn(Objects::nonNull)
                .extracting(ConfigMapEnvSource::getName)
                .containsExactly(settings.getMetadata().getName());
    }

    @ParameterizedTest
    @ValueSource(strings = {"staging", "production"})
    void findsSecretsAndCertificatesUnderTheNamesOfTheExample(String environment) {
        var pod = Manifests.the(Deployment.class, Manifests.of(environment))
                .getSpec()
                .getTemplate()
                .getSpec();
        var container = pod.getContainers().get(0);
        var volume = pod.getVolumes().stream()
                .filter(v -> v.getSecret() != null)
                .findFirst()
                .orElseThrow();
        var mount = container.getVolumeMounts().stream()
                .filter(m -> m.getName().equals(volume.getName()))
                .findFirst()
                .orElseThrow();

        assertThat(container.getEnvFrom())
                .extracting(EnvFromSource::getSecretRef)
                .filteredOn(Objects::nonNull)
                .allSatisfy(reference -> assertThat(secret(reference.getName())).isNotEmpty());
        assertThat(Settings.of(environment).values())
                .filteredOn(value -> value.startsWith("/"))
                .hasSize(2)
                .allSatisfy(path -> assertThat(secret(volume.getSecret().getSecretName()))
                        .containsKey(path.substring(mount.getMountPath().length() + 1)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"base", "staging", "production"})
    void selectsThePodsOfTheDeployment(String environment) {
        var manifests = Manifests.of(environment);
        var deployment = Manifests.the(Deployment.class, manifests);
        var pod = deployment.getSpec().getTemplate();
        var labels = pod.getMetadata().getLabels().entrySet();

        assertThat(labels)
                .containsAll(deployment.getSpec().getSelector().getMatchLabels().entrySet())
                .containsAll(Manifests.the(PodDisruptionBudget.class, manifests)
                        .getSpec()
                        .getSelector()
                        .getMatchLabels()
                        .entrySet())
                .containsAll(Manifests.the(NetworkPolicy.class, manifests)
                        .getSpec()
                        .getPodSelector()
                        .getMatchLabels()
                        .entrySet());
        assertThat(Manifests.all(Service.class, manifests))
                .allSatisfy(service -> assertThat(labels)
                        .containsAll(service.getSpec().getSelector().entrySet()));
        assertThat(pod.getSpec().getTopologySpreadConstraints())
                .isNotEmpty()
                .allSatisfy(spread -> assertThat(labels)
                        .containsAll(spread.getLabelSelector().getMatchLabels().entrySet()));
        assertThat(Manifests.the(HorizontalPodAutoscaler.class, manifests)
                        .getSpec()
                        .getScaleTargetRef()
                        .getName())
                .isEqualTo(deployment.getMetadata().getName());
        assertThat(pod.getSpec().getServiceAccountName())
                .isEqualTo(Manifests.the(ServiceAccount.class, manifests)
                        .getMetadata()
                        .getName());
    }

    @ParameterizedTest
    @ValueSource(strings = {"base", "staging", "production"})
    void namesExistingPorts(String environment) {
        var manifests = Manifests.of(environment);
        var ports = container(manifests).getPorts().stream()
                .map(ContainerPort::getName)
                .toList();

        assertThat(Manifests.all(Service.class, manifests))
                .flatExtracting(service -> service.getSpec().getPorts())
                .extracting(port -> port.getTargetPort().getStrVal())
                .isSubsetOf(ports);
        assertThat(Manifests.the(NetworkPolicy.class, manifests).getSpec().getIngress())
                .flatExtracting(rule -> rule.getPorts())
                .extracting(port -> port.getPort().getStrVal())
                .containsExactlyElementsOf(ports);
    }

    @ParameterizedTest
    @ValueSource(strings = {"base", "staging", "production"})
    void exposesTheServiceButNotItsManagementPort(String environment) {
        var manifests = Manifests.of(environment);
        var ingress = Manifests.the(Ingress.class, manifests).getSpec();

        assertThat(ingress.getDefaultBackend()).isNull();
        assertThat(ingress.getRules())
                .flatExtracting(rule -> rule.getHttp().getPaths())
                .isNotEmpty()
                .extracting(path -> path.getBackend().getService())
                .allSatisfy(backend -> assertThat(
                                service(backend.getName(), manifests).getSpec().getPorts())
                        .filteredOn(
                                port -> port.getName().equals(backend.getPort().getName()))
                        .extracting(port -> port.getTargetPort().getStrVal())
                        .containsExactly("http"));
        assertThat(ingress.getTls())
                .flatExtracting(tls -> tls.getHosts())
                .containsExactlyElementsOf(
                        ingress.getRules().stream().map(rule -> rule.getHost()).toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"base", "staging", "production"})
    void letsPrometheusScrapeEachReplicaOnce(String environment) {
        var manifests = Manifests.of(environment);
        var monitor = Manifests.the(ServiceMonitor.class, manifests).getSpec();
        var selected = Manifests.all(Service.class, manifests)
                .filter(service -> service.getMetadata()
                        .getLabels()
                        .entrySet()
                        .containsAll(monitor.getSelector().getMatchLabels().entrySet()))
                .toList();

        assertThat(selected).singleElement().satisfies(service -> {
            assertThat(service.getSpec().getPublishNotReadyAddresses()).isTrue();
            assertThat(service.getSpec().getPorts())
                    .extracting(port -> port.getName())
                    .containsExactly(MANAGEMENT);
        });
        assertThat(monitor.getEndpoints())
                .extracting(endpoint -> endpoint.getPort())
                .containsExactly(MANAGEMENT);
    }

    private static Container container(List<HasMetadata> manifests) {
        return Manifests.the(Deployment.class, manifests)
                .getSpec()
                .getTemplate()
                .getSpec()
                .getContainers()
                .get(0);
    }

    private static Service service(String name, List<HasMetadata> manifests) {
        return Manifests.all(Service.class, manifests)
                .filter(service -> service.getMetadata().getName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static Map<String, String> secret(String name) {
        return Manifests.all(Secret.class, SECRETS)
                .filter(secret -> secret.getMetadata().getName().equals(name))
                .findFirst()
                .orElseThrow()
                .getStringData();
    }
}
