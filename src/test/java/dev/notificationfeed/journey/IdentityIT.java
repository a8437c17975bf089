package dev.notificationfeed.journey;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;

import dev.notificationfeed.devstack.EmbeddedIssuer;
import dev.notificationfeed.devstack.Ports;
import dev.notificationfeed.devstack.TokenRequest;
import dev.notificationfeed.fixture.Stack;
import io.restassured.response.ValidatableResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** Whose tokens are good with the settings of production: both issuers sign with the same key. */
@TestInstance(Lifecycle.PER_CLASS)
class IdentityIT {

    private final String recipient = UUID.randomUUID().toString();
    private EmbeddedIssuer issuer;
    private EmbeddedIssuer other;
    private ServiceProcess service;

    @BeforeAll
    void startService(@TempDir Path keys) {
        issuer = new EmbeddedIssuer(keys, Ports.free());
        other = new EmbeddedIssuer(keys, Ports.free());
        issuer.start();
        other.start();
        service = ServiceProcess.start(
                "identity",
                ServiceProcess.environment(Stack.bootstrapServers(), Stack.mongoConnectionString(), issuer.address()));
        service.awaitReady();
    }

    @AfterAll
    void stopService() {
        service.close();
        issuer.stop();
        other.stop();
    }

    @Test
    void acceptsTokenOfItsIssuerForItself() {
        list(issuer.token(TokenRequest.of(recipient))).statusCode(200);
    }

    @Test
    void rejectsTokenForAnotherAudience() {
        var elsewhere = new TokenRequest(recipient, List.of(), Duration.ofHours(1), "another-service");

        assertUnauthenticated(issuer.token(elsewhere));
    }

    @Test
    void rejectsTokenOfAnotherIssuer() {
        assertUnauthenticated(other.token(TokenRequest.of(recipient)));
    }

    private void assertUnauthenticated(String token) {
        list(token).statusCode(401).body("code", equalTo("unauthenticated"));
    }

    private ValidatableResponse list(String token) {
        return given().auth()
                .oauth2(token)
                .get(service.url("/api/notifications"))
                .then();
    }
}
