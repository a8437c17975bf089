package dev.notificationfeed;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Compares docs/ARCHITECTURE.md with the code. */
class ArchitectureGuideTest {

    private static final Path GUIDE = Path.of("docs", "ARCHITECTURE.md");
    private static final Pattern CLASS = Pattern.compile("`([A-Z][a-z]+[A-Za-z]*)`");
    private static final Pattern ROOM =
            Pattern.compile("^\\| `([^`]+)` \\| [^|\n]+ \\| (nothing\\b[^|\n]*|`[^|\n]+`) \\|$", Pattern.MULTILINE);
    private static final Pattern NAME = Pattern.compile("`([a-z]+)`");

    /** Nested types: their file has another name. */
    private static final Set<String> NESTED = Set.of("Parsed", "Rejected");

    @Test
    void namesOnlyClassesThatExist() throws IOException {
        Set<String> named = CLASS.matcher(Files.readString(GUIDE))
                .results()
                .map(match -> match.group(1))
                .filter(name -> !NESTED.contains(name))
                .collect(Collectors.toSet());

        assertThat(named).isNotEmpty();
        assertThat(sources()).containsAll(named);
    }

    @Test
    void hasTheSameMapAsTheArchitectureTest() throws IOException {
        Map<String, Set<String>> rooms = ROOM.matcher(Files.readString(GUIDE))
                .results()
                .collect(Collectors.toMap(row -> row.group(1), row -> names(row.group(2))));

        assertThat(rooms).isEqualTo(ArchitectureTest.MAY_IMPORT);
    }

    private static Set<String> names(String cell) {
        return NAME.matcher(cell).results().map(match -> match.group(1)).collect(Collectors.toSet());
    }

    private static Set<String> sources() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src"))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".java"))
                    .map(name -> name.replace(".java", ""))
                    .collect(Collectors.toSet());
        }
    }
}
