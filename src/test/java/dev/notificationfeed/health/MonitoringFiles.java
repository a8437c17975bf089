package dev.notificationfeed.health;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The files in deploy/monitoring, and the runbook. */
final class MonitoringFiles {

    static final Path FOLDER = Path.of("deploy", "monitoring");

    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

    private MonitoringFiles() {}

    static JsonNode yaml(String name) {
        try {
            return YAML.readTree(FOLDER.resolve(name).toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<JsonNode> alerts() {
        return yaml("rules.yaml").path("groups").findParents("alert");
    }

    /** Also reads JSON, because JSON is valid YAML. */
    static List<JsonNode> panels() {
        return StreamSupport.stream(yaml("dashboard.json").path("panels").spliterator(), false)
                .toList();
    }

    /** The expressions of all alerts and panels. */
    static List<String> expressions() {
        return Stream.concat(alerts().stream(), panels().stream())
                .flatMap(node -> node.findValuesAsText("expr").stream())
                .toList();
    }

    /** The anchors of the runbook's headings. */
    static List<String> runbookAnchors() {
        try (Stream<String> lines = Files.lines(Path.of("docs", "runbook.md"))) {
            return lines.filter(line -> line.startsWith("## ") || line.startsWith("### "))
                    .map(heading -> heading.replaceFirst("#+ ", ""))
                    .map(heading -> heading.toLowerCase(Locale.ROOT)
                            .replaceAll("[^a-z0-9 -]", "")
                            .replace(' ', '-'))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
