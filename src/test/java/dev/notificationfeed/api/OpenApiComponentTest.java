package dev.notificationfeed.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.notificationfeed.feed.ItemView;
import dev.notificationfeed.fixture.ContractDocument;
import dev.notificationfeed.fixture.Schemas;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class OpenApiComponentTest {

    private JsonPath document;

    @BeforeEach
    void read() {
        document = given().accept("application/json").get("/q/openapi").jsonPath();
    }

    @Test
    void describesEveryCallOfTheContract() {
        assertThat(document.<Map<String, Object>>get("paths").keySet())
                .contains(
                        "/api/notifications",
                        "/api/notifications/unread-count",
                        "/api/notifications/{id}",
                        "/api/notifications/{id}/message",
                        "/api/notifications/{id}/mark-read",
                        "/api/notifications/{id}/mark-unread",
                        "/api/notifications/{id}/archive",
                        "/api/notifications/mark-all-read",
                        "/api/notifications/stream",
                        "/api/recipients/{recipient}/notifications",
                        "/api/capabilities",
                        "/api/capabilities/check");
    }

    @Test
    void showsAnExampleOfEveryAnswer() {
        assertThat(document.<Object>get("paths.'/api/notifications'.get.responses.'200'.content.'application/json'"
                        + ".example.content[0].id"))
                .isEqualTo("68a3768a4f6c9f28f981b6f5");
        assertThat(document.<Object>get("paths.'/api/capabilities'.get.responses.'200'.content.'application/json'"
                        + ".example.version"))
                .isEqualTo("1.0.0");
    }

    /** All fields are required, except the reason of a capability. */
    @Test
    void showsExamplesThatMatchTheirSchemas() throws IOException {
        var paths = whole().path("paths");
        for (JsonNode answer : paths.findValues("application/json")) {
            assertThat(Schemas.faults(answer.path("schema"), answer.path("example")))
                    .as(answer.toString())
                    .isEmpty();
        }
        assertThat(paths.at("/~1api~1notifications~1{id}/get/responses/200/content/application~1json/schema/required"))
                .hasSize(ItemView.class.getRecordComponents().length);
    }

    /** References are within the document, so that they resolve at any URL. */
    private static JsonNode whole() throws IOException {
        var json = given().get("/q/openapi?format=json").asByteArray();
        return new ContractDocument(Path.of(""), new ObjectMapper().readTree(json)).withoutReferences();
    }

    @Test
    void namesTheRoleThatIsConfigured() {
        assertThat(given().get("/q/openapi?format=json").asString()).doesNotContain("${");
        assertThat(document.<String>getList("paths.'/api/recipients/{recipient}/notifications'.get.security[0].token"))
                .containsExactly("notifications-admin");
    }

    @Test
    void requiresNoRequestBody() throws IOException {
        assertThat(whole().findValues("requestBody")).isEmpty();
    }

    @Test
    void removesItsInternalExtension() throws IOException {
        assertThat(whole().findValues(OpenApiProblems.EXTENSION)).isEmpty();
    }

    @Test
    void describesParametersWithExamples() {
        assertThat(document.<String>getList("paths.'/api/notifications'.get.parameters.name"))
                .containsExactlyInAnyOrder("page", "size", "sort", "type", "status", "keyword");
        assertThat(document.<Object>getList("paths.'/api/notifications'.get.parameters.schema.examples"))
                .doesNotContainNull();
    }

    @Test
    void describesEveryProblem() {
        assertThat(statuses("/api/notifications", "get"))
                .containsOnly("200", "400", "401", "403", "406", "414", "429", "431", "500", "503");
        assertThat(statuses("/api/notifications/{id}/mark-read", "put"))
                .containsOnly(
                        "200", "400", "401", "403", "404", "406", "409", "413", "414", "415", "429", "431", "500",
                        "503");
        assertThat(statuses("/api/recipients/{recipient}/notifications", "delete"))
                .containsOnly("204", "400", "401", "403", "406", "413", "414", "415", "429", "431", "500", "503");
        assertThat(statuses("/api/capabilities/check", "get"))
                .containsOnly("200", "400", "406", "414", "424", "431", "500", "503");
    }

    @Test
    void showsAnExampleOfEveryProblem() {
        assertThat(document.<Map<String, Object>>get("paths.'/api/notifications'.get.responses.'503'.content"
                                + ".'application/problem+json'.examples")
                        .keySet())
                .isEqualTo(Set.of("identity-unavailable", "overloaded", "store-unavailable"));
    }

    @Test
    void namesTitleAndLicense() {
        assertThat(document.getString("info.title")).isEqualTo("Notification Feed");
        assertThat(document.getString("info.license.name")).isEqualTo("Apache-2.0");
        assertThat(document.getString("components.securitySchemes.token.scheme"))
                .isEqualTo("bearer");
    }

    @Test
    void showsAnExampleForEveryProblemStatusOfEveryCall() {
        Map<String, Map<String, Map<String, Object>>> paths = document.get("paths");
        paths.forEach((path, calls) -> calls.forEach((method, call) -> {
            if (path.startsWith("/api/") && call instanceof Map<?, ?>) {
                statuses(path, method).stream()
                        .filter(status -> status.compareTo("400") >= 0)
                        .forEach(status -> assertThat(document.<Map<String, Object>>get("paths.'" + path + "'." + method
                                        + ".responses.'" + status
                                        + "'.content.'application/problem+json'.examples"))
                                .as(method + " " + path + " " + status)
                                .isNotEmpty());
            }
        }));
    }

    private Set<String> statuses(String path, String method) {
        return document.<Map<String, Object>>get("paths.'" + path + "'." + method + ".responses")
                .keySet();
    }
}
