package dev.notificationfeed.problem;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import dev.notificationfeed.fixture.CapturedLog;
import dev.notificationfeed.fixture.RawConnection;
import dev.notificationfeed.fixture.Stack;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class ProblemsComponentTest {

    private static final String AN_ID = "68a3768a4f6c9f28f981b6f5";

    @TestHTTPResource
    URI service;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/nothing",
                "/nothing/here.html",
                "/api",
                "/api/nothing",
                "/api/notifications/a/b/c",
                "/q/nothing"
            })
    void answersUnknownPath(String path) {
        isProblem(given().get(path).then(), 404, "not-found").body("instance", equalTo(path));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            POST   | /api/notifications                  | GET
            DELETE | /api/notifications/unread-count     | GET
            POST   | /api/notifications/1/mark-read      | PUT
            PUT    | /api/recipients/1/notifications     | DELETE, GET
            POST   | /api/capabilities/check             | GET
            """)
    void answersWrongMethodWithTheAllowedOnes(String method, String path, String allowed) {
        isProblem(given().request(method, path).then(), 405, "method-not-allowed")
                .header("Allow", equalTo(allowed));
    }

    @Test
    void answersWhatCannotBeAccepted() {
        isProblem(given().accept("application/xml").get("/api/capabilities").then(), 406, "not-acceptable");
    }

    @Test
    void hidesTheCauseOfAnInternalError() {
        isProblem(given().get("/api/faulty").then(), 500, "internal")
                .body(not(containsString(FaultyResource.SECRET)))
                .body(not(containsString("Exception")));
    }

    @Test
    void logsStatusAndPathOfAServerErrorWithoutException() {
        try (var log = new CapturedLog(Problems.class)) {
            isProblem(given().get(FaultyRoute.PATH + "?keyword=secret").then(), 500, "internal");

            assertThat(log.messages())
                    .singleElement()
                    .asString()
                    .contains("status=502", "path=" + FaultyRoute.PATH)
                    .doesNotContain("secret");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/api/notifications/%zz", "/api/notifications?page=%zz", "/%", "/api/notifications?keyword=%4"})
    void answersMalformedPercentEncoding(String target) throws IOException {
        assertThat(send("GET " + target + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 400 ")
                .containsIgnoringCase("content-type: application/problem+json")
                .contains("\"code\":\"invalid-parameter\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/api/notifications/mark-all-read", "/api/notifications/" + AN_ID + "/mark-read", "/nothing"})
    void answersBodyWithLengthTooLarge(String path) throws IOException {
        assertThat(send("PUT " + path
                        + " HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 65537\r\n\r\n"))
                .startsWith("HTTP/1.1 413 ")
                .containsIgnoringCase("content-type: application/problem+json")
                .containsIgnoringCase("connection: close")
                .contains("\"code\":\"content-too-large\"");
    }

    @Test
    void answersBodyOfUnknownLengthTooLarge() throws IOException {
        String chunk = "10001\r\n" + " ".repeat(0x10001) + "\r\n0\r\n\r\n";

        assertThat(send("PUT /api/notifications/" + AN_ID + "/mark-read HTTP/1.1\r\nHost: x\r\n"
                        + "Authorization: Bearer " + Stack.token("47165") + "\r\n"
                        + "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
                        + chunk))
                .startsWith("HTTP/1.1 413 ")
                .contains("\"code\":\"content-too-large\"");
    }

    @ParameterizedTest
    @CsvSource({
        "/api/notifications?keyword=, 4096, 401",
        "/api/notifications?keyword=, 4097, 414",
        "/nothing/, 16000, 414"
    })
    void answersUrlThatIsTooLong(String start, int length, int status) {
        String url = start + "x".repeat(length - start.length());

        if (status == 414) {
            isProblem(given().get(url).then(), 414, "uri-too-long");
        } else {
            given().get(url).then().statusCode(status);
        }
    }

    @Test
    void answersHeadersThatAreTooLong() {
        isProblem(
                given().header("X-Long", "x".repeat(16 * 1024))
                        .get("/api/capabilities")
                        .then(),
                431,
                "header-too-large");
        isProblem(
                given().header("A", "x".repeat(9000))
                        .header("B", "x".repeat(9000))
                        .get("/nothing")
                        .then(),
                431,
                "header-too-large");
        given().header("X-Long", "x".repeat(15 * 1024))
                .get("/api/capabilities")
                .then()
                .statusCode(200);
    }

    private static ValidatableResponse isProblem(ValidatableResponse response, int status, String code) {
        return response.statusCode(status)
                .contentType("application/problem+json")
                .body("code", equalTo(code))
                .body("status", equalTo(status));
    }

    /** Sends the bytes as they are; a client library would correct them. */
    private String send(String request) throws IOException {
        try (var connection = RawConnection.open(service).withReadTimeout(Duration.ofSeconds(5))) {
            connection.send(request);
            return new String(connection.in().readAllBytes(), UTF_8);
        }
    }
}
