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
 * All that others build against, in a folder that is laid out like the paths at which it is served, so that references
 * lead to the same in both.
 *
 * @param folder where it lies
 */
record Contract(Path folder) {

    /** The contracts that were released, each in a folder of its version. */
    static final Path RELEASED = Path.of("src/test/resources/released");

    private static final Path SCHEMAS = Path.of("src/main/resources/schemas");
    private static final ObjectMapper JSON = new ObjectMapper();

    /** A resource that the tests bring along, and the development endpoints: neither is in the package. */
    private static final String OF_NO_RELEASE = "/api/faulty|/dev/.*";

    /** The newest that was released under the same major version: another one may break with it. */
    static Optional<Contract> released(Path all, String version) {
        return list(all)
                .filter(folder -> major(folder.getFileName().toString()).equals(major(version)))
                .max(Comparator.comparing(folder -> Runtime.Version.parse(normal(folder))))
                .map(Contract::new);
    }

    private static String major(String version) {
        return version.split("\\.", 2)[0];
    }

    /** Java's versions have no zeros at their end. */
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
