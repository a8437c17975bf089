package dev.notificationfeed.compatibility;

import static io.restassured.RestAssured.given;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.notificationfeed.fixture.ContractDocument;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A contract: all published documents in a folder with the same layout as their URLs, so that references resolve in both.
 *
 * @param folder the folder of the contract
 */
record Contract(Path folder) {

    /** The released contracts, one folder per version. */
    static final Path RELEASED = Path.of("src/test/resources/released");

    private static final Path SCHEMAS = Path.of("src/main/resources/schemas");
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Paths that are not in the package: a test resource and the development endpoints. */
    private static final String OF_NO_RELEASE = "/api/faulty|/dev/.*";

    /** The newest release with the same major version; a new major version may be incompatible. */
    static Optional<Contract> released(Path all, String version) {
        return list(all)
                .filter(folder -> major(folder.getFileName().toString()).equals(major(version)))
                .max(Comparator.comparing(folder -> Runtime.Version.parse(normal(folder))))
                .map(Contract::new);
    }

    private static String major(String version) {
        return version.split("\\.", 2)[0];
    }

    /** {@code Runtime.Version} allows no trailing zeros. */
    private static String normal(Path folder) {
        return folder.getFileName().toString().replaceAll("(\\.0)+$", "");
    }

    /** The contract of the running application, written to a folder. */
    static Contract present(Path folder) {
        var openApi = (ObjectNode) ask("/q/openapi?format=json");
        ((ObjectNode) openApi.path("paths"))
                .properties()
                .removeIf(path -> path.getKey().matches(OF_NO_RELEASE));
        write(folder.resolve("q/openapi.json"), openApi);
        write(folder.resolve("q/asyncapi.json"), ask("/q/asyncapi?format=json"));
        list(SCHEMAS)
                .map(file -> file.getFileName().toString())
                .forEach(name -> write(folder.resolve("schemas").resolve(name), ask("/schemas/" + name)));
        return new Contract(folder);
    }

    JsonNode openApi() {
        return ContractDocument.read(folder.resolve("q/openapi.json")).withoutReferences();
    }

    JsonNode asyncApi() {
        return ContractDocument.read(folder.resolve("q/asyncapi.json")).withoutReferences();
    }

    List<String> schemas() {
        return list(folder.resolve("schemas"))
                .map(file -> file.getFileName().toString())
                .toList();
    }

    private static JsonNode ask(String path) {
        try {
            return JSON.readTree(
                    given().get(path).then().statusCode(200).extract().asByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(Path file, JsonNode document) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, document.toPrettyString() + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<Path> list(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
