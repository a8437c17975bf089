package dev.notificationfeed.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestsTest {

    static List<Path> files() {
        return Manifests.files();
    }

    @ParameterizedTest
    @MethodSource("files")
    void areValidKubernetesManifests(Path file) {
        assertThat(Manifests.read(file)).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "spec: {unknown: 1}",
                "spec: {template: {spec: {containers: [{name: a, livenessProbe: {httpGet: {paht: /}}}]}}}",
                "spec: {template: {spec: {securityContext: {runAsNonroot: true}}}}",
                "spec: {replicas: 1, replicas: 2}"
            })
    void unknownFieldsAreErrors(String fields) {
        assertThatThrownBy(() -> Manifests.parse("apiVersion: apps/v1\nkind: Deployment\n" + fields))
                .hasMessageMatching("(?s).*(Unrecognized|Duplicate) field.*");
    }

    @Test
    void containTheSecretOnlyAsAnExample() {
        assertThat(Manifests.in("base"))
                .extracting(manifest -> manifest.getKind())
                .doesNotContain("Secret");
    }
}
