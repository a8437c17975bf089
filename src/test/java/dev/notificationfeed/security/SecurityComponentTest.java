package dev.notificationfeed.security;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;

import dev.notificationfeed.fixture.Stack;
import dev.notificationfeed.fixture.TokenFactory;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.time.Duration;
import java.util.UUID;
import org.jose4j.jwt.JwtClaims;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class SecurityComponentTest {

    private static final String RECIPIENT = UUID.randomUUID().toString();
    private static final String GUARDED = "/api/notifications/68a3768a4f6c9f28f981b6f5";

    @Test
    void acceptsValidToken() {
        call(Stack.token(RECIPIENT)).statusCode(404).body("code", equalTo("not-found"));
    }

    @Test
    void challengesRequestWithoutToken() {
        isUnauthenticated(given().get(GUARDED).then());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Bearer", "Bearer ", "Basic YTpi", "Bearer garbage", "Bearer e30.e30.e30"})
    void challengesInvalidAuthorization(String authorization) {
        isUnauthenticated(
                given().header("Authorization", authorization).get(GUARDED).then());
    }

    @Test
    void refusesExpiredToken() {
        isUnauthenticated(call(Stack.token(RECIPIENT, Duration.ofMinutes(-5))));
    }

    @Test
    void refusesTamperedToken() {
        String[] good = Stack.token(RECIPIENT).split("\\.");
        String[] other = Stack.token("someone-else").split("\\.");

        isUnauthenticated(call(good[0] + "." + other[1] + "." + good[2]));
    }

    @Test
    void refusesTokenWithoutRecipient() {
        call(Stack.tokenWithoutRecipient())
                .statusCode(403)
                .contentType("application/problem+json")
                .body("code", equalTo("no-recipient"))
                .body("detail", equalTo("The token has no claim custom:tisId."));
    }

    @Test
    void refusesTokenWithInvalidRecipient() {
        call(Stack.token("1".repeat(129))).statusCode(403).body("code", equalTo("no-recipient"));
    }

    @Test
    void acceptsNumberAsRecipient() {
        TokenFactory issuer = TokenFactory.ofStack();
        JwtClaims claims = issuer.claims(null);
        claims.setClaim("custom:tisId", 47165);

        call(issuer.token(claims)).statusCode(404).body("code", equalTo("not-found"));
    }

    private static ValidatableResponse call(String token) {
        return given().header("Authorization", "Bearer " + token).get(GUARDED).then();
    }

    private static void isUnauthenticated(ValidatableResponse response) {
        response.statusCode(401)
                .contentType("application/problem+json")
                .header("WWW-Authenticate", "Bearer")
                .body("code", equalTo("unauthenticated"));
    }
}
