package dev.notificationfeed.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.notificationfeed.fixture.RawHttp;
import dev.notificationfeed.fixture.Stack;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
class SecurityHeadersComponentTest {

    private static final String POLICY =
            "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

    @TestHTTPResource("/")
    URI service;

    @TestHTTPResource(value = "/", management = true)
    URI management;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            200 | GET /api/notifications           | good
            200 | GET //api//notifications         | good
            200 | GET /%61pi/notifications         | good
            200 | GET /api/./notifications         | good
            200 | GET /q/../api/notifications      | good
            200 | HEAD /api/notifications/stream   | good
            200 | GET /api/notifications/stream    | good
            200 | GET /api/capabilities            | none
            200 | GET /q/openapi                   | none
            400 | GET /api/notifications?page=x    | good
            400 | GET /api/notifications/%zz       | good
            401 | GET /api/notifications           | none
            401 | GET /api/notifications           | bad
            403 | GET /api/recipients/1/notifications | good
            404 | GET /nothing                     | none
            404 | GET /api/notifications/1         | good
            404 | GET /q/nothing                   | none
            405 | PATCH /api/notifications         | good
            406 | GET /api/capabilities            | xml
            413 | PUT /api/notifications/1/archive | large
            500 | GET /api/faulty                  | none
            """)
    void addsHeadersToEveryResponse(int status, String request, String kind) throws IOException {
        assertThat(headers(service, status, request, kind)).containsExactlyInAnyOrderElementsOf(eachHeaderOnce());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            200 | GET /q/health/live
            200 | GET /q/metrics
            404 | GET /q/nothing
            404 | GET /
            """)
    void addsHeadersToEveryManagementResponse(int status, String request) throws IOException {
        assertThat(headers(management, status, request, "none")).containsExactlyInAnyOrderElementsOf(eachHeaderOnce());
    }

    private static List<String> eachHeaderOnce() {
        return List.of(
                "cache-control: no-store",
                "content-security-policy: " + POLICY,
                "referrer-policy: no-referrer",
                "x-content-type-options: nosniff");
    }

    private static List<String> headers(URI server, int status, String request, String kind) throws IOException {
        try (var connection = new RawHttp(server)) {
            var sent = request + " HTTP/1.1\r\nHost: localhost\r\n" + headersOf(kind) + "\r\n";
            var head = connection.head(sent.getBytes(UTF_8));
            assertThat(head.get(0)).startsWith("HTTP/1.1 " + status + " ");
            return head.stream()
                    .filter(line -> line.matches(
                            "(cache-control|content-security-policy|referrer-policy|x-content-type-options):.*"))
                    .toList();
        }
    }

    private static String headersOf(String kind) {
        return switch (kind) {
            case "good" -> "Authorization: Bearer " + Stack.token("47165") + "\r\n";
            case "bad" -> "Authorization: Bearer garbage\r\n";
            case "large" -> "Content-Length: 65537\r\n";
            case "xml" -> "Accept: application/xml\r\n";
            default -> "";
        };
    }
}
