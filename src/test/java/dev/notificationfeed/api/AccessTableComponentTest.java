package dev.notificationfeed.api;

import static dev.notificationfeed.api.Calls.asStaff;
import static dev.notificationfeed.api.Calls.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.notificationfeed.api.AccessTable.Row;
import dev.notificationfeed.fixture.TokenFactory;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every call with every kind of token is answered as docs/security.md says. */
@QuarkusTest
@TestInstance(Lifecycle.PER_CLASS)
class AccessTableComponentTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final TokenFactory TOKENS = TokenFactory.ofStack();

    /** A resource of the tests, {@code FaultyResource}. */
    private static final String OF_THE_TESTS = "GET /api/faulty";

    @TestHTTPResource
    URI server;

    /** One for each kind of token, because signing takes longer than a call. */
    private final Map<TokenKind, Caller> callers = new EnumMap<>(TokenKind.class);

    @Inject
    Given given;

    private record Caller(String recipient, String authorization) {}

    @BeforeAll
    void everythingIsThere() {
        given.everythingIsThere();
    }

    static Stream<Row> rows() {
        return AccessTable.read().rows();
    }

    @ParameterizedTest
    @MethodSource("rows")
    void holds(Row row) throws Exception {
        var kind = TokenKind.of(row.token());
        var caller = callers.computeIfAbsent(kind, AccessTableComponentTest::newCaller);

        var answer = call(withItem(row.call(), kind, caller), caller.authorization());

        if (row.answer().equals("yes")) {
            assertThat(answer.statusCode()).isIn(200, 204);
        } else {
            assertRefused(answer, row.answer());
        }
    }

    private String withItem(String call, TokenKind kind, Caller caller) {
        return call.contains("{id}")
                ? call.replace("{id}", given.inApp(kind.ownsItem() ? caller.recipient() : newRecipient()))
                : call;
    }

    private static Caller newCaller(TokenKind kind) {
        var recipient = newRecipient();
        return new Caller(recipient, kind.authorization(TOKENS, recipient));
    }

    private static String newRecipient() {
        return UUID.randomUUID().toString();
    }

    private HttpResponse<InputStream> call(String call, String authorization) throws Exception {
        var words = call.split(" ");
        var path = words[1].replace("{recipient}", newRecipient());
        var request = HttpRequest.newBuilder(server.resolve(path)).method(words[0], BodyPublishers.noBody());
        if (authorization != null) {
            request.header("Authorization", authorization);
        }
        var answer = CLIENT.send(request.build(), BodyHandlers.ofInputStream());
        if (answer.statusCode() < 300) {
            answer.body().close();
        }
        return answer;
    }

    private static void assertRefused(HttpResponse<InputStream> answer, String expected) throws IOException {
        var statusAndCode = expected.split(" ");
        assertThat(answer.statusCode()).isEqualTo(Integer.parseInt(statusAndCode[0]));
        if (answer.statusCode() == 401) {
            assertThat(answer.headers().allValues("WWW-Authenticate")).containsExactly("Bearer");
        }
        if (!answer.request().method().equals("HEAD")) {
            assertThat(answer.headers().allValues("Content-Type")).containsExactly("application/problem+json");
            assertThat(JSON.readTree(answer.body()).path("code").asText()).isEqualTo(statusAndCode[1]);
        }
    }

    @Test
    void tableNamesEveryCall() throws IOException {
        var paths = JSON.readTree(RestAssured.get("/q/openapi?format=json").asString())
                .path("paths");
        List<String> calls = new ArrayList<>();
        paths.fieldNames()
                .forEachRemaining(path -> paths.path(path)
                        .fieldNames()
                        .forEachRemaining(method -> calls.add(method.toUpperCase(Locale.ROOT) + " " + path)));
        calls.remove(OF_THE_TESTS);

        assertThat(AccessTable.read().allCalls())
                .extracting(call -> call.replaceFirst("\\?.*", ""))
                .containsAll(calls);
    }

    @Test
    void tableNamesEveryTokenKind() {
        assertThat(AccessTable.read().allTokens())
                .containsExactlyInAnyOrderElementsOf(
                        Stream.of(TokenKind.values()).map(TokenKind::text).toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"$gt\": \"\"}", "{\"$ne\":null}", ".*", "^", "47165' || '1'=='1", "$where"})
    void acceptsAnyTextAsRecipientInTheToken(String odd) {
        given.inApp(newRecipient());

        Calls.with(TOKENS.token(odd))
                .get("/api/notifications")
                .then()
                .statusCode(200)
                .body("page.totalElements", equalTo(0));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"%7B%22$gt%22:%22%22%7D", "%7B%22$ne%22:null%7D", ".*", "%5E", "%24where", "..%2F..", "%25"})
    void acceptsAnyTextAsRecipientInThePath(String odd) {
        var recipient = newRecipient();
        given.inApp(recipient);
        var list = "/api/recipients/" + odd + "/notifications";

        asStaff().urlEncodingEnabled(false).get(list).then().statusCode(200).body("page.totalElements", equalTo(0));
        asStaff().urlEncodingEnabled(false).delete(list).then().statusCode(204);

        Calls.as(recipient).get("/api/notifications").then().body("page.totalElements", equalTo(1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"%00", "47165%0A", "%7F", "%C2%85"})
    void refusesControlCharactersInPath(String odd) {
        var list = "/api/recipients/" + odd + "/notifications";

        problem(asStaff().urlEncodingEnabled(false).get(list).then(), 400, "invalid-parameter");
        problem(asStaff().urlEncodingEnabled(false).delete(list).then(), 400, "invalid-parameter");
    }

    @ParameterizedTest
    @CsvSource({"1000,400", "10240,414"})
    void refusesPathThatIsTooLong(int length, int status) {
        var list = "/api/recipients/" + "1".repeat(length) + "/notifications";

        asStaff().get(list).then().statusCode(status);
    }
}
