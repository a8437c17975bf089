package dev.notificationfeed.deploy;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.ConfigMappings;
import io.smallrye.config.ConfigMappings.ConfigClass;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;

/** The known environment variables. Quarkus ignores a misspelt variable without a warning. */
final class KnownSettings {

    private static final Path CLASSES = Path.of("target", "classes");
    private static final String QUARKUS_MAPPINGS = "META-INF/quarkus-config-roots.list";
    private static final Predicate<String> KNOWN = Stream.concat(mappings().map(Pattern::pattern), kafka())
            .collect(Collectors.collectingAndThen(
                    Collectors.joining("|"), names -> Pattern.compile(names).asMatchPredicate()));

    private KnownSettings() {}

    /** Whether the variable configures the service, Quarkus or the Kafka clients. */
    static boolean has(String variable) {
        return KNOWN.test(variable);
    }

    private static Stream<Pattern> mappings() {
        return Stream.concat(ofTheApplication(), ofQuarkus())
                .map(KnownSettings::load)
                .filter(type -> type.isAnnotationPresent(ConfigMapping.class))
                .flatMap(type -> ConfigMappings.getProperties(ConfigClass.configClass(type)).keySet().stream())
                .map(KnownSettings::asVariable);
    }

    private static Stream<String> ofTheApplication() {
        try (var files = Files.walk(CLASSES)) {
            return files
                    .map(file -> CLASSES.relativize(file).toString())
                    .filter(name -> name.endsWith("Config.class"))
                    .map(name -> name.replace(".class", "").replace('/', '.'))
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<String> ofQuarkus() {
        try {
            return Collections.list(KnownSettings.class.getClassLoader().getResources(QUARKUS_MAPPINGS)).stream()
                    .flatMap(KnownSettings::lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<String> lines(URL file) {
        try (var content = file.openStream()) {
            return new String(content.readAllBytes(), StandardCharsets.UTF_8).lines();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(name, false, KnownSettings.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Upper case, with "_" for every character that is neither letter nor digit; "*" matches a map key. */
    private static Pattern asVariable(String property) {
        return Pattern.compile(property.toUpperCase(Locale.ROOT)
                .replace("\"", "_")
                .replaceAll("[^A-Z0-9*]", "_")
                .replace("*", "_?[A-Z0-9_]+_?"));
    }

    private static Stream<String> kafka() {
        return Stream.of(ConsumerConfig.configNames(), ProducerConfig.configNames(), AdminClientConfig.configNames())
                .flatMap(names -> names.stream())
                .map(name -> "KAFKA_" + name.toUpperCase(Locale.ROOT).replace('.', '_'));
    }
}
