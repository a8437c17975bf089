package dev.notificationfeed.journey;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.lessThan;

import dev.notificationfeed.fixture.Stack;
import dev.notificationfeed.fixture.UnreliableIssuer;
import dev.notificationfeed.fixture.UnreliableIssuer.JwksBehaviour;
import io.restassured.response.ValidatableResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.HashMap;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * Which tokens are accepted with the production settings, first without keys of the issuer, then through a key rotation. The
 * tests run in order and depend on each other.
 */
@TestInstance(Lifecycle.PER_CLASS)
@TestMethodOrder(OrderAnnotation.class)
class IdentityIT {

    private static final String LIST = "/api/notifications";

    /** Longer than the ten seconds between two key requests, with a margin for a slow machine. */
    private static final Duration NEXT_LOOK_UP = Duration.ofSeconds(25);

    private static final Duration ROTATION_LIMIT = Duration.ofSeconds(30);

    /** The service sends key requests ten seconds apart; network delays differ, so the issuer may see a shorter interval. */
    private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(9);

    /** A call may wait for one key request, at most 1.5 s; without that limit it would wait for a hanging issuer forever. */
    private static final long ANSWER_LIMIT_MILLIS = 8000;

    private final String recipient = UUID.randomUUID().toString();
    private final UnreliableIssuer issuer = new UnreliableIssuer();
    private ServiceProcess service;

    @BeforeAll
    void startServiceWithoutKeys() throws IOException {
        Files.deleteIfExists(ServiceProcess.logOf("identity"));
        var settings = new HashMap<>(
                ServiceProcess.environment(Stack.bootstrapServers(), Stack.mongoConnectionString(), issuer.address()));
        settings.put("NOTIFICATIONS_SECURITY_KEYS_REFRESHED_EVERY", "11S");
        settings.put("QUARKUS_HTTP_ACCESS_LOG_ENABLED", "true");
        settings.put("QUARKUS_HTTP_ACCESS_LOG_PATTERN", "long");
        service = ServiceProcess.start("identity", settings);
        service.awaitLive();
    }

    @AfterAll
    void stopService() {
        service.close();
        issuer.close();
    }

    @Test
    @Order(1)
    void staysLiveWhenTheIssuerRefusesKeyRequests() {
        assertNobodySignedOut();
    }

    @Test
    @Order(2)
    void staysLiveWhenKeyRequestsHang() {
        awaitKeyRequestAnsweredBy(JwksBehaviour.HANGS);

        assertNobodySignedOut();
    }

    @Test
    @Order(3)
    void showsNothingOfTheIssuersResponse() throws IOException {
        awaitKeyRequestAnsweredBy(JwksBehaviour.FAILS);

        assertNobodySignedOut();
        assertThat(given().get(service.url("/api/capabilities")).asString())
                .contains("its keys cannot")
                .doesNotContain(UnreliableIssuer.MARKER);
        assertThat(Readiness.body(service.managementUrl("/q/health"))).doesNotContain(UnreliableIssuer.MARKER);
        assertThat(Files.readString(service.log())).doesNotContain(UnreliableIssuer.MARKER);
    }

    @Test
    @Order(4)
    void becomesReadyOnceKeysAreAvailable() {
        issuer.setJwksBehaviour(JwksBehaviour.ANSWERS);

        await().atMost(NEXT_LOOK_UP).until(() -> service.readiness().up().contains("identity-provider"));
        service.awaitReady();
        list(issuer.signer().token(recipient)).statusCode(200);
    }

    @Test
    @Order(5)
    void rejectsTokenForAnotherAudience() {
        var claims = issuer.signer().claims(recipient);
        claims.setAudience("another-service");

        assertUnauthenticated(issuer.signer().token(claims));
    }

    @Test
    @Order(6)
    void rejectsTokenOfAnotherIssuer() {
        var claims = issuer.signer().claims(recipient);
        claims.setIssuer("http://localhost");

        assertUnauthenticated(issuer.signer().token(claims));
    }

    @Test
    @Order(7)
    void forgetsWithdrawnKeyWithoutATokenOfANewKey() throws IOException {
        var old = issuer.signer().token(recipient);
        list(old).statusCode(200);

        issuer.rotate();

        await().atMost(ROTATION_LIMIT).untilAsserted(() -> assertUnauthenticated(old));
        list(issuer.signer().token(recipient)).statusCode(200);
        assertThat(Files.readString(service.log())).doesNotContain("keys not refreshed");
    }

    @Test
    @Order(8)
    void acceptsRotatedKeyUnderALoadOfUnverifiableTokens() {
        var old = issuer.signer().token(recipient);
        try (var flood = UnverifiableTokenLoad.of(service.url(LIST), issuer.signer())) {
            awaitKeyRequestAnsweredBy(JwksBehaviour.HANGS);
            list(old).statusCode(200).time(lessThan(ANSWER_LIMIT_MILLIS));

            issuer.rotate();
            issuer.setJwksBehaviour(JwksBehaviour.ANSWERS);

            var rotated = issuer.signer().token(recipient);
            await().atMost(ROTATION_LIMIT).untilAsserted(() -> list(rotated).statusCode(200));
            assertUnauthenticated(old);
            assertThat(flood.answers()).containsOnly("401");
        }
    }

    @Test
    @Order(9)
    void neverRequestsKeysTwiceInTenSeconds() {
        assertThat(issuer.pauses()).isNotEmpty().allMatch(pause -> pause.compareTo(SHORTEST_PAUSE) > 0);
    }

    @Test
    @Order(10)
    void writesNoTokenToTheAccessLog() throws IOException {
        assertThat(Files.readString(service.log())).contains("GET " + LIST).doesNotContain("eyJ");
    }

    private void awaitKeyRequestAnsweredBy(JwksBehaviour behaviour) {
        var before = issuer.lookUps();
        issuer.setJwksBehaviour(behaviour);
        await().atMost(NEXT_LOOK_UP).until(() -> issuer.lookUps() > before);
    }

    private void assertNobodySignedOut() {
        list(issuer.signer().token(recipient))
                .statusCode(503)
                .body("code", equalTo("identity-unavailable"))
                .time(lessThan(ANSWER_LIMIT_MILLIS));
        await().atMost(NEXT_LOOK_UP)
                .untilAsserted(() -> assertThat(service.readiness().down().get("identity-provider"))
                        .startsWith("the keys of " + issuer.address() + " have not been loaded: "));
        assertThat(Readiness.status(service.managementUrl("/q/health/live"))).isEqualTo(200);
    }

    private void assertUnauthenticated(String token) {
        list(token).statusCode(401).body("code", equalTo("unauthenticated"));
    }

    private ValidatableResponse list(String token) {
        return given().auth().oauth2(token).get(service.url(LIST)).then();
    }
}
