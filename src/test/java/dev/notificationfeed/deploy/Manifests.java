package dev.notificationfeed.deploy;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.fabric8.kubernetes.api.model.ConfigMap;
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
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** Reads manifests strictly: a field that Kubernetes, Strimzi or the Prometheus operator does not define is an error. */
final class Manifests {

    static final Path KUBERNETES = Path.of("deploy", "kubernetes");

    private static final Map<String, Class<? extends HasMetadata>> KINDS = Map.ofEntries(
            Map.entry("v1 ConfigMap", ConfigMap.class),
            Map.entry("v1 Secret", Secret.class),
            Map.entry("v1 Service", Service.class),
            Map.entry("v1 ServiceAccount", ServiceAccount.class),
            Map.entry("apps/v1 Deployment", Deployment.class),
            Map.entry("autoscaling/v2 HorizontalPodAutoscaler", HorizontalPodAutoscaler.class),
            Map.entry("networking.k8s.io/v1 Ingress", Ingress.class),
            Map.entry("networking.k8s.io/v1 NetworkPolicy", NetworkPolicy.class),
            Map.entry("policy/v1 PodDisruptionBudget", PodDisruptionBudget.class),
            Map.entry("monitoring.coreos.com/v1 ServiceMonitor", ServiceMonitor.class),
            Map.entry("kafka.strimzi.io/v1 KafkaTopic", kafkaTopic()));

    private static final ObjectMapper YAML = strictMapper();

    /** Rendered folders, cached because most of the test time would be Kustomize processes. */
    private static final Map<String, String> RENDERED = new ConcurrentHashMap<>();

    private Manifests() {}

    /** All manifest files, including patches. */
    static List<Path> files() {
        try (var files = Files.walk(KUBERNETES)) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .filter(file -> !file.endsWith("kustomization.yaml"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The unrendered manifests of a folder, in the order of its files. */
    static List<HasMetadata> in(String folder) {
        return files().stream()
                .filter(file -> file.startsWith(KUBERNETES.resolve(folder)))
                .sorted()
                .flatMap(file -> read(file).stream())
                .toList();
    }

    /** The manifests that Kustomize renders from a folder. Skips the test where kubectl is not installed. */
    static List<HasMetadata> rendered(String folder) {
        return parse(RENDERED.computeIfAbsent(folder, name -> kustomize(KUBERNETES.resolve(name))));
    }

    /** The YAML that Kustomize renders from a folder. Skips the test where kubectl is not installed. */
    static String kustomize(Path folder) {
        assumeTrue(Tool.isThere("kubectl"), "kubectl, which renders manifests, is not on the PATH");
        return Tool.run("kubectl", "kustomize", folder.toString());
    }

    /** An environment: {@code base} unrendered, or a rendered overlay. */
    static List<HasMetadata> of(String environment) {
        return environment.equals("base") ? in("base") : rendered("overlays/" + environment);
    }

    /** The only manifest of a type. */
    static <T extends HasMetadata> T the(Class<T> type, List<HasMetadata> manifests) {
        List<T> found = all(type, manifests).toList();
        if (found.size() != 1) {
            throw new AssertionError("expected one " + type.getSimpleName() + ", found " + found.size());
        }
        return found.get(0);
    }

    static <T extends HasMetadata> Stream<T> all(Class<T> type, List<HasMetadata> manifests) {
        return manifests.stream().filter(type::isInstance).map(type::cast);
    }

    /** Reads any YAML file. */
    static JsonNode tree(Path file) {
        try {
            return YAML.readTree(file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<HasMetadata> read(Path file) {
        try {
            return parse(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Reads YAML documents.
     *
     * @throws IllegalArgumentException if a document has an unknown kind, or a field that its kind does not define
     */
    static List<HasMetadata> parse(String documents) {
        try (var read = YAML.readerFor(JsonNode.class).<JsonNode>readValues(documents)) {
            return read.readAll().stream().map(Manifests::typed).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Loaded by name, because javac would warn about its annotations, which are not on the class path. */
    private static Class<? extends HasMetadata> kafkaTopic() {
        try {
            return Class.forName("io.strimzi.api.kafka.model.topic.KafkaTopic").asSubclass(HasMetadata.class);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    private static HasMetadata typed(JsonNode document) {
        var kind = document.path("apiVersion").asText() + " "
                + document.path("kind").asText();
        if (!KINDS.containsKey(kind)) {
            throw new IllegalArgumentException("unknown kind of manifest: " + kind);
        }
        return YAML.convertValue(document, KINDS.get(kind));
    }

    /** Disables the "any setter" of the model types, so that an unknown property is an error. */
    private static ObjectMapper strictMapper() {
        var factory = YAMLFactory.builder()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .build();
        return new ObjectMapper(factory)
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .setAnnotationIntrospector(new JacksonAnnotationIntrospector() {
                    private static final long serialVersionUID = 1;

                    @Override
                    public Boolean hasAnySetter(Annotated annotated) {
                        return false;
                    }
                });
    }
}
