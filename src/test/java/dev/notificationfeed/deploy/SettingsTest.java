package dev.notificationfeed.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.notificationfeed.health.DependencyConfig;
import io.fabric8.kubernetes.api.model.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {

    private static final Duration TOLERATED_KAFKA_OUTAGE = Duration.ofMinutes(5);

    /** By default an election takes 12 s at most in the median (electionTimeoutMillis is 10 s). */
    private static final Duration TOLERATED_ELECTION = Duration.ofSeconds(30);

    /** Variables without a default for production. */
    private static final String[] REQUIRED = {
        "KAFKA_BOOTSTRAP_SERVERS",
        "QUARKUS_MONGODB_CONNECTION_STRING",
        "QUARKUS_OIDC_AUTH_SERVER_URL",
        "QUARKUS_OIDC_TOKEN_AUDIENCE"
    };

    @ParameterizedTest
    @ValueSource(strings = {"staging", "production"})
    void ofEachOverlayHaveKnownNames(String environment) {
        assertThat(Settings.of(environment).keySet()).allMatch(KnownSettings::has);
    }

    @Test
    void inTheSecretHaveKnownNames() {
        var credentials = Manifests.all(
                        Secret.class, Manifests.read(Manifests.KUBERNETES.resolve("secret.example.yaml")))
                .findFirst()
                .orElseThrow();

        assertThat(credentials.getStringData().keySet()).isNotEmpty().allMatch(KnownSettings::has);
    }

    @Test
    void inComposeHaveKnownNames() {
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
    void withMisspeltNamesAreFound(String variable) {
        assertThat(KnownSettings.has(variable)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"staging", "production"})
    void ofEachOverlayIncludeTheRequiredOnes(String environment) {
        assertThat(Settings.of(environment)).containsKeys(REQUIRED);
    }

    @Test
    void inComposeAreTheRequiredOnes() {
        assertThat(Compose.environment()).containsOnlyKeys(REQUIRED);
    }

    @Test
    void thatAreRequiredAreDocumented() throws IOException {
        try (var guides = Files.list(Path.of("docs"))) {
            var text = new StringBuilder(Files.readString(Path.of("README.md")));
            for (var guide :
                    guides.filter(file -> file.toString().endsWith(".md")).toList()) {
                text.append(Files.readString(guide));
            }
            assertThat(text).contains(REQUIRED);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"staging", "production"})
    void tolerateAKafkaOutageOfFiveMinutes(String environment) {
        var config = Production.with(Settings.of(environment)).getConfigMapping(DependencyConfig.class);

        assertThat(List.of("kafka", "kafka-topics", "event-consumer", "feed"))
                .allSatisfy(check -> assertThat(config.interval().multipliedBy(config.failuresUntilLost(check)))
                        .isGreaterThanOrEqualTo(TOLERATED_KAFKA_OUTAGE));
        assertThat(config.failuresUntilLost("identity-provider")).isEqualTo(config.failuresUntilLost());
    }

    @ParameterizedTest
    @ValueSource(strings = {"staging", "production"})
    void tolerateAnElectionOfMongoDb(String environment) {
        var config = Production.with(Settings.of(environment)).getConfigMapping(DependencyConfig.class);

        assertThat(List.of("mongodb", "mongodb-indexes"))
                .allSatisfy(check -> assertThat(config.interval().multipliedBy(config.failuresUntilLost(check)))
                        .isBetween(TOLERATED_ELECTION, TOLERATED_ELECTION.plusSeconds(10)));
    }
}
