package dev.notificationfeed;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.ConfigMappingInterface.Property;
import io.smallrye.config.ConfigMappings;
import io.smallrye.config.ConfigMappings.ConfigClass;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.junit.jupiter.api.Test;

/** Compares docs/configuration.md with the {@link ConfigMapping} interfaces, except those of development. */
class ConfigurationGuideTest {

    private static final Path GUIDE = Path.of("docs", "configuration.md");
    private static final Pattern ROW = Pattern.compile(
            "^\\| `([^`]+)` \\| `([^`]+)` \\| (`[^`]+`|none) \\| ([^|\n]+) \\| [^|\n]+ \\|$", Pattern.MULTILINE);
    private static final Pattern BEGINNING_OF_ROW = Pattern.compile("^\\| `.*$", Pattern.MULTILINE);

    private record Row(String key, String variable, String defaultValue, String bounds) {}

    @Test
    void namesEachPropertyWithItsVariableItsDefaultAndItsBounds() throws IOException {
        List<Row> inMappings = properties().toList();
        List<Row> inGuide = rows();

        assertThat(inGuide).containsExactlyInAnyOrderElementsOf(inMappings);
    }

    /** The other test ignores a row that it cannot read. */
    @Test
    void readsEachRow() throws IOException {
        assertThat(BEGINNING_OF_ROW.matcher(Files.readString(GUIDE)).results().map(MatchResult::group))
                .allMatch(line -> ROW.matcher(line).matches());
    }

    private static List<Row> rows() throws IOException {
        return ROW.matcher(Files.readString(GUIDE))
                .results()
                .map(ConfigurationGuideTest::row)
                .toList();
    }

    private static Row row(MatchResult row) {
        return new Row(row.group(1), row.group(2), row.group(3).replace("`", ""), row.group(4));
    }

    private static Stream<Row> properties() {
        return new ClassFileImporter()
                        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                        .importPackages("dev.notificationfeed")
                        .stream()
                        .filter(type -> type.isAnnotatedWith(ConfigMapping.class))
                        .filter(type -> !type.getPackageName().endsWith(".devstack"))
                        .map(JavaClass::reflect)
                        .flatMap(
                                type -> ConfigMappings.getProperties(ConfigClass.configClass(type)).entrySet().stream())
                        .map(property -> row(property.getKey(), property.getValue()));
    }

    private static Row row(String key, Property property) {
        return new Row(
                key,
                key.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9*]", "_").replace("_*_", "__*__"),
                property.hasDefaultValue() ? property.getDefaultValue() : "none",
                bounds(property.getMethod()));
    }

    /** The type in words, then each bound. */
    private static String bounds(Method method) {
        return Stream.of(
                        Stream.of(unit(method)),
                        Stream.of(method.getAnnotationsByType(Min.class)).map(min -> "at least " + min.value()),
                        Stream.of(method.getAnnotationsByType(Max.class)).map(max -> "at most " + max.value()),
                        Stream.of(method.getAnnotationsByType(DurationMin.class))
                                .map(ConfigurationGuideTest::atLeast),
                        Stream.of(method.getAnnotationsByType(DurationMax.class))
                                .map(ConfigurationGuideTest::atMost))
                .flatMap(words -> words)
                .collect(Collectors.joining(", "));
    }

    private static String unit(Method method) {
        return switch (method.getReturnType().getSimpleName()) {
            case "Duration" -> "duration";
            case "int", "long" -> "number";
            case "MemorySize" -> "size";
            case "String", "Optional" -> "text";
            default -> throw new IllegalStateException("say what the unit of this is: " + method);
        };
    }

    private static String atLeast(DurationMin min) {
        Duration least = Duration.ofDays(min.days()).plusSeconds(min.seconds());
        if (min.millis() > 0) {
            return "more than 0";
        }
        return (min.inclusive() ? "at least " : "more than ") + inWords(least);
    }

    private static String atMost(DurationMax max) {
        return (max.inclusive() ? "at most " : "less than ") + inWords(Duration.ofSeconds(max.seconds()));
    }

    private static String inWords(Duration bound) {
        if (bound.isZero()) {
            return "0";
        }
        return bound.toDays() > 0 ? bound.toDays() + " d" : bound.toSeconds() + " s";
    }
}
