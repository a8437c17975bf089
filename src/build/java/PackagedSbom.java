import static java.util.stream.Collectors.toSet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Removes from an SBOM every component that is not a jar file of the package. Quarkus' goal dependency-sbom lists optional
 * dependencies too, but the package leaves them out. The build runs this file as a single-file program (JEP 330), with the
 * service's Jackson on the class path.
 */
public final class PackagedSbom {

    private static final ObjectMapper JSON = new ObjectMapper();

    private PackagedSbom() {}

    /**
     * Rewrites the SBOM in place.
     *
     * @param args the SBOM file, and the folder of the package's libraries
     */
    public static void main(String[] args) throws IOException {
        var file = Path.of(args[0]);
        var sbom = (ObjectNode) JSON.readTree(file.toFile());
        keepOnly(libraries(Path.of(args[1])), sbom);
        JSON.writerWithDefaultPrettyPrinter().writeValue(file.toFile(), sbom);
    }

    private static Set<String> libraries(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".jar"))
                    .collect(toSet());
        }
    }

    /** The name that the package gives to the jar file of a component. */
    private static String jar(JsonNode component) {
        var classifier = component.path("purl").asText().replaceAll(".*[?&]classifier=([^&]*).*|.*", "$1");
        return component.path("group").asText() + "." + component.path("name").asText() + "-"
                + component.path("version").asText() + (classifier.isEmpty() ? "" : "-" + classifier) + ".jar";
    }

    private static void keepOnly(Set<String> libraries, ObjectNode sbom) {
        var kept = new HashSet<String>();
        kept.add(sbom.path("metadata").path("component").path("bom-ref").asText());
        removeIf(sbom.path("components"), component -> !libraries.contains(jar(component)));
        sbom.path("components")
                .forEach(component -> kept.add(component.path("bom-ref").asText()));
        removeIf(
                sbom.path("dependencies"),
                dependency -> !kept.contains(dependency.path("ref").asText()));
        sbom.path("dependencies")
                .forEach(dependency -> removeIf(dependency.path("dependsOn"), on -> !kept.contains(on.asText())));
    }

    private static void removeIf(JsonNode list, Predicate<JsonNode> condition) {
        for (var elements = list.elements(); elements.hasNext(); ) {
            if (condition.test(elements.next())) {
                elements.remove();
            }
        }
    }
}
