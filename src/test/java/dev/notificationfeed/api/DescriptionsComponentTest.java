package dev.notificationfeed.api;

import static dev.notificationfeed.api.Calls.problem;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.notificationfeed.fixture.ContractDocument;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The schemas and the AsyncAPI document are public. */
@QuarkusTest
class DescriptionsComponentTest {

    private static final Path SCHEMAS = Path.of("src/main/resources/schemas");
    private static final String SCHEMA = "/schemas/notification-created.v1.json";

    static Stream<Path> schemas() throws IOException {
        return Files.list(SCHEMAS);
    }

    @ParameterizedTest
    @MethodSource("schemas")
    void servesEverySchema(Path schema) throws IOException {
        var body = isCacheable(given().get("/schemas/" + schema.getFileName()).then())
                .contentType("application/schema+json")
                .extract()
                .asByteArray();

        assertThat(body).isEqualTo(Files.readAllBytes(schema));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/schemas", "/schemas/"})
    void listsTheSchemas(String path) throws IOException {
        var entries = isCacheable(given().get(path).then())
                .contentType("application/json")
                .extract()
                .jsonPath();

        assertThat(entries.getList("name", String.class))
                .containsExactlyElementsOf(schemas()
                        .map(schema -> schema.getFileName().toString())
                        .sorted()
                        .toList());
        assertThat(entries.getList("address", String.class))
                .allSatisfy(address -> given().get(address).then().statusCode(200));
    }

    @ParameterizedTest
    @ValueSource(strings = {SCHEMA, "/q/asyncapi"})
    void answersHead(String path) {
        isCacheable(given().head(path).then());
    }

    @ParameterizedTest
    @ValueSource(strings = {SCHEMA, "/q/asyncapi"})
    void canOnlyBeRead(String path) {
        problem(given().delete(path).then(), 405, "method-not-allowed").header("Allow", equalTo("GET"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/schemas/notification-created.v2.json",
                "/schemas/..%2Fapplication.properties",
                "/schemas/..%2F..%2Fdescriptions%2Fasyncapi.yaml",
                "/descriptions/asyncapi.yaml"
            })
    void servesNothingElse(String path) {
        problem(given().urlEncodingEnabled(false).get(path).then(), 404, "not-found");
    }

    @ParameterizedTest
    @CsvSource({
        "*/*, '', application/yaml",
        "application/yaml, '', application/yaml",
        "application/json, '', application/json",
        "*/*, ?format=json, application/json",
        "*/*, ?format=JSON, application/json",
        "application/json, ?format=yaml, application/yaml",
    })
    void servesTheAsyncApiDocumentAsYamlAndJson(String accepted, String query, String type) throws IOException {
        var body = isCacheable(
                        given().accept(accepted).get("/q/asyncapi" + query).then())
                .contentType(type)
                .extract()
                .asString();

        var mapper = type.endsWith("json") ? new ObjectMapper() : new YAMLMapper();
        assertThat(mapper.readTree(body).path("channels"))
                .isEqualTo(ContractDocument.asyncApi().root().path("channels"));
    }

    @Test
    void namesTheVersionOfTheService() {
        given().get("/q/asyncapi?format=json").then().body("info.version", equalTo(version()));
    }

    private static String version() {
        return ConfigProvider.getConfig().getValue("quarkus.application.version", String.class);
    }

    @Test
    void areNotInTheOpenApiDocument() {
        given().get("/q/openapi?format=json")
                .then()
                .body("paths", not(hasKey("/schemas")))
                .body("paths", not(hasKey("/schemas/{name}")))
                .body("paths", not(hasKey("/q/asyncapi")));
    }

    private static ValidatableResponse isCacheable(ValidatableResponse answer) {
        return answer.statusCode(200)
                .header("Cache-Control", equalTo("public, max-age=300"))
                .header("X-Content-Type-Options", equalTo("nosniff"));
    }
}
