package dev.notificationfeed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.notificationfeed.health.DependencyConfig;
import dev.notificationfeed.mongodb.StoreConfig;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.validator.BeanValidationConfigValidator;
import jakarta.validation.Validation;
import jakarta.validation.Validator;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.hibernate.validator.constraints.time.DurationMin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A configuration value outside its bounds stops the start; the message names the key and the rule. */
class ConfigurationBoundsTest {

    private static final List<Class<?>> MAPPINGS = new ClassFileImporter()
                    .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                    .importPackages("dev.notificationfeed")
                    .stream()
                    .filter(type -> type.isAnnotatedWith(ConfigMapping.class))
                    .filter(type -> !type.getPackageName().endsWith(".devstack"))
                    .<Class<?>>map(JavaClass::reflect)
                    .toList();

    private static final Validator CONSTRAINTS =
            Validation.buildDefaultValidatorFactory().getValidator();
    private static final BeanValidationConfigValidator VALIDATOR = () -> CONSTRAINTS;

    static Stream<Arguments> refused() {
        return Stream.of(
                arguments("notifications.retention", "400", "longer than or equal to 1 day"),
                arguments("notifications.retention.applied-every", "20s", "shorter than 20 seconds"),
                arguments("notifications.retention.applied-every", "0s", "longer than or equal to 1 milli"),
                arguments("notifications.security.keys-refreshed-every", "10s", "longer than 10 seconds"),
                arguments("notifications.connections.unused-for", "0s", "longer than or equal to 1 milli"),
                arguments("notifications.connections.max", "0", "greater than or equal to 1"),
                arguments("notifications.capabilities.report-every", "0s", "longer than or equal to 1 milli"),
                arguments("notifications.store.timeout", "0s", "longer than or equal to 1 milli"),
                arguments("notifications.store.concurrency", "101", "less than or equal to 100"),
                arguments("notifications.store.calls-per-recipient", "0", "greater than or equal to 1"),
                arguments("notifications.dependencies.interval", "0s", "longer than or equal to 1 milli"),
                arguments("notifications.feed.versions-items", "0", "greater than or equal to 1"),
                arguments("notifications.feed.retention-end-interval", "601s", "shorter than or equal to 600 seconds"),
                arguments("notifications.feed.sweep-interval", "0s", "longer than or equal to 1 milli"),
                arguments("notifications.stream.heartbeat", "0s", "longer than or equal to 1 milli"),
                arguments("notifications.stream.drain", "-1s", "must not be negative"),
                arguments("notifications.erasure.key", "short", "must have at least 32 characters"),
                arguments("notifications.ingest.early-changes-kept", "0s", "longer than or equal to 1 milli"),
                arguments("notifications.ingest.early-changes-max", "0", "greater than or equal to 1"),
                arguments("notifications.stream.unread-checked-every", "0s", "longer than or equal to 1 milli"),
                arguments("notifications.stream.unread-kept", "-1s", "must not be negative"),
                arguments("notifications.stream.unread-most", "0", "greater than or equal to 1"),
                arguments("notifications.stream.unread-most", "100001", "less than or equal to 100000"),
                arguments("notifications.ingest.group", " ", "must not be blank"),
                arguments("notifications.ingest.stuck-after", "0s", "longer than or equal to 1 milli"),
                arguments("notifications.ingest.retry-min", "0s", "longer than or equal to 1 milli"));
    }

    @ParameterizedTest
    @MethodSource
    void refused(String key, String value, String rule) {
        assertThatThrownBy(() -> start(Map.of(key, value)))
                .isInstanceOf(ConfigValidationException.class)
                .hasMessageContaining(key + " ")
                .hasMessageContaining(rule);
    }

    /** The defaults are 1500 ms for a check of the store, and 2 s for any check. */
    @ParameterizedTest
    @CsvSource({"notifications.store.check-timeout, 2s", "notifications.dependencies.timeout, 1500ms"})
    void refusesStoreChecksThatOutlastTheTimeoutOfAllChecks(String key, String value) {
        SmallRyeConfig config = start(Map.of(key, value));

        assertThatThrownBy(() -> validateTogether(config))
                .isInstanceOf(ConfigValidationException.class)
                .hasMessageContaining(
                        "notifications.store.check-timeout must be shorter than notifications.dependencies.timeout");
    }

    @Test
    void acceptsEveryDefault() {
        validateTogether(start(Map.of()));
    }

    @Test
    void everyDurationHasALowerBound() {
        assertThat(MAPPINGS)
                .hasSizeGreaterThan(5)
                .allSatisfy(mapping -> assertThat(durations(mapping))
                        .allMatch(duration -> duration.isAnnotationPresent(DurationMin.class)));
    }

    /** The validator cannot read the constraints of a mapping that is not public. */
    @Test
    void everyMappingIsPublic() {
        assertThat(MAPPINGS).allMatch(mapping -> Modifier.isPublic(mapping.getModifiers()));
    }

    private static List<Method> durations(Class<?> mapping) {
        return Arrays.stream(mapping.getDeclaredMethods())
                .filter(method -> method.getReturnType() == Duration.class && !method.isDefault())
                .toList();
    }

    private static void validateTogether(SmallRyeConfig config) {
        config.getConfigMapping(StoreConfig.class)
                .validateCheckTimeout(config.getConfigMapping(DependencyConfig.class));
    }

    private static SmallRyeConfig start(Map<String, String> properties) {
        SmallRyeConfigBuilder builder = new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withValidator(VALIDATOR)
                .withSources(new PropertiesConfigSource(properties, "test", 100));
        MAPPINGS.forEach(builder::withMapping);
        return builder.build();
    }
}
