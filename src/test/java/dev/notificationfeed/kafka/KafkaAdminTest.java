package dev.notificationfeed.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.stream.Stream;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class KafkaAdminTest {

    private static final String REFUSED = "Kafka refuses the service's credentials";

    static Stream<Arguments> failures() {
        return Stream.of(
                Arguments.of(new TimeoutException("no node was found"), "no node was found"),
                Arguments.of(
                        new KafkaException("Failed create new KafkaAdminClient", new KafkaException("no such name")),
                        "no such name"),
                Arguments.of(
                        new KafkaException("Failed to construct kafka consumer", new KafkaException("no such name")),
                        "no such name"),
                Arguments.of(
                        GroupAuthorizationException.forGroupId("notification-feed"),
                        "the service may not read with the consumer group notification-feed"),
                Arguments.of(new SaslAuthenticationException("user feed"), REFUSED),
                Arguments.of(
                        new KafkaException(
                                "Failed create new KafkaAdminClient",
                                new SslAuthenticationException("x", new IOException("no trusted certificate"))),
                        "the TLS handshake with Kafka failed: no trusted certificate"),
                Arguments.of(
                        new SslAuthenticationException("SSL handshake failed"),
                        "the TLS handshake with Kafka failed: SSL handshake failed"),
                Arguments.of(
                        new KafkaException(
                                "Failed to construct kafka producer", new IllegalArgumentException("password=x")),
                        "the client failed; see the log at level DEBUG"));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void describesFailuresWithoutSecrets(Exception failure, String description) {
        assertThat(KafkaAdmin.describe(failure)).isEqualTo(description);
    }
}
