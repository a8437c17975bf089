package dev.notificationfeed.deploy;

import static io.restassured.RestAssured.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.notificationfeed.devstack.Ports;
import dev.notificationfeed.fixture.ChildProcess;
import dev.notificationfeed.fixture.Command;
import dev.notificationfeed.fixture.RawConnection;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import org.jose4j.jwk.HttpsJwks;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.keys.resolvers.HttpsJwksVerificationKeyResolver;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The tokens of the issuer in the compose file are valid for the service, as those of the dev mode issuer are. */
class ComposeIssuerTest {

    private static final int PORT = Ports.free();
    private static final String ADDRESS = "http://localhost:" + PORT;

    private static ChildProcess issuer;

    @BeforeAll
    static void start() {
        issuer = Command.of(
                        Command.jdk("java"),
                        Compose.FILE.resolveSibling("Issuer.java").toString(),
                        String.valueOf(PORT),
                        ADDRESS)
                .start();
        await().atMost(Duration.ofSeconds(60)).until(ComposeIssuerTest::listens);
    }

    @AfterAll
    static void stop() {
        issuer.close();
    }

    @Test
    void givesTokensThatItsKeysVerify() throws Exception {
        var audience = Compose.environment().get("QUARKUS_OIDC_TOKEN_AUDIENCE");
        var keys = get(ADDRESS + "/.well-known/openid-configuration")
                .path("jwks_uri")
                .toString();

        var claims = new JwtConsumerBuilder()
                .setExpectedIssuer(ADDRESS)
                .setExpectedAudience(audience)
                .setRequireExpirationTime()
                .setRequireIssuedAt()
                .setVerificationKeyResolver(new HttpsJwksVerificationKeyResolver(new HttpsJwks(keys)))
                .build()
                .processToClaims(get(ADDRESS + "/token?recipient=47165&roles=notifications-admin,other")
                        .asString());

        assertThat(claims.getStringClaimValue("custom:tisId")).isEqualTo("47165");
        assertThat(claims.getStringListClaimValue("cognito:groups")).containsExactly("notifications-admin", "other");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "?recipient=", "?recipient=4%227", "?recipient=47165&roles=a%22"})
    void refusesMissingOrMalformedParameters(String query) {
        assertThat(get(URI.create(ADDRESS + "/token" + query)).statusCode()).isEqualTo(400);
    }

    private static boolean listens() {
        try (var connection = RawConnection.open(URI.create(ADDRESS))) {
            return connection.in() != null;
        } catch (IOException notYet) {
            return false;
        }
    }
}
