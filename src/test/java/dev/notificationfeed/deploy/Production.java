package dev.notificationfeed.deploy;

import static java.util.stream.Collectors.toMap;

import dev.notificationfeed.capability.CapabilityConfig;
import dev.notificationfeed.feed.FeedConfig;
import dev.notificationfeed.health.DependencyConfig;
import dev.notificationfeed.ingest.IngestConfig;
import dev.notificationfeed.kafka.TopicsConfig;
import dev.notificationfeed.stream.StreamConfig;
import io.quarkus.vertx.http.runtime.VertxHttpConfig;
import io.quarkus.vertx.http.runtime.management.ManagementConfig;
import io.smallrye.config.ConfigMappings.ConfigClass;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;

/** The production configuration of the application with the variables of an environment. */
final class Production {

    private static final Path PROPERTIES = Path.of("src", "main", "resources", "application.properties");
    private static final int ABOVE_THE_FILE = 300;

    private Production() {}

    static SmallRyeConfig with(Map<String, String> environment) {
        try {
            return new SmallRyeConfigBuilder()
                    .withProfile("prod")
                    .addDefaultInterceptors()
                    .addDiscoveredConverters()
                    .withValidateUnknown(false)
                    .withSources(new PropertiesConfigSource(PROPERTIES.toUri().toURL(), 250))
                    .withSources(new EnvConfigSource(environment, ABOVE_THE_FILE))
                    .withMapping(CapabilityConfig.class)
                    .withMapping(DependencyConfig.class)
                    .withMapping(StreamConfig.class)
                    .withMapping(FeedConfig.class)
                    .withMapping(TopicsConfig.class)
                    .withMapping(IngestConfig.class)
                    .withDefaultValues(defaults(VertxHttpConfig.class))
                    .withDefaultValues(defaults(ManagementConfig.class))
                    .build();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The defaults of Quarkus' own settings; other values are known only at the start of Quarkus. */
    private static Map<String, String> defaults(Class<?> mapping) {
        return ConfigClass.configClass(mapping).getProperties().entrySet().stream()
                .filter(property -> property.getValue() != null)
                .collect(toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    static int port() {
        return withDefaults().getValue("quarkus.http.port", int.class);
    }

    static int managementPort() {
        return withDefaults().getValue("quarkus.management.port", int.class);
    }

    static SmallRyeConfig withDefaults() {
        return with(Map.of());
    }
}
