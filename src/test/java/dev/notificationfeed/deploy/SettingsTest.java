package dev.notificationfeed.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.notificationfeed.health.DependencyConfig;
import io.fabric8.kubernetes.api.model.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {

    private static final Pattern ROW = Pattern.compile("^\\| `([A-Z_]+)` \\|", Pattern.MULTILINE);
    private static final Duration FORGIVEN = Duration.ofMinutes(5);

    @ParameterizedTest
    @ValueSource(strings = {"staging", "production"})
    void setSomethingEach(String environment) {
        assertThat(Settings.of(environment).keySet()).allMatch(KnownSettings::has);
    }

    @Test
    void setSomethingEachAlsoWhereTheyAreSecret() {
        var credentials = Manifests.all(
                        Secret.class, Manifests.read(Manifests.KUBERNETES.resolve("secret.example.yaml")))
                .findFirst()
                .orElseThrow();

        assertThat(credentials.getStringData().keySet()).isNotEmpty().allMatch(KnownSettings::has);
    }

    @Test
    void setSomethingEachInCompose() {
        assertThat(Compose.environment().keySet()).allMatch(KnownSettings::has);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "NOTIFICATIONS_STREAM_HEARTBEET",
                "NOTIFICATIONS_DEPENDENCIES_CHECKS__KAFKA__FAILURES_UNTILL_LOST",
                "QUARKUS_OIDC_TOKEN_AUDIENC",
                "QUARKUS_MONGODB_CONECTION_STRING",
                "KAFKA_SECURITY_PROTOCOLL",
                "ISSUER"
            })
    void setNothingUnderAWrongName(String variable) {
        assertThat(KnownSettings.has(variable)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"staging", "production"})
    void haveEverythingThatProductionMustHave(String environment) throws IOException {
        assertThat(Settings.of(environment)).containsKeys(mustBeSet());
    }

    @Test
    void areInComposeThoseThatReadmeNames() throws IOException {
        assertThat(Compose.environment()).containsOnlyKeys(mustBeSet());
    }

    @ParameterizedTest
    @ValueSource(strings = {"staging", "production"})
    void forgiveKafkaAndWhatStandsOnItForFiveMinutes(String environment) {
        var config = Production.with(Settings.of(environment)).getConfigMapping(DependencyConfig.class);

        assertThat(List.of("kafka", "kafka-topics", "event-consumer", "feed"))
                .allSatisfy(check -> assertThat(config.interval().multipliedBy(config.failuresUntilLost(check)))
                        .isGreaterThanOrEqualTo(FORGIVEN));
        assertThat(List.of("mongodb", "mongodb-indexes", "identity-provider"))
                .allSatisfy(check -> assertThat(config.failuresUntilLost(check)).isEqualTo(config.failuresUntilLost()));
    }

    private static String[] mustBeSet() throws IOException {
        var rows = ROW.matcher(Files.readString(Path.of("README.md")));
        return rows.results().map(row -> row.group(1)).toArray(String[]::new);
    }
}
