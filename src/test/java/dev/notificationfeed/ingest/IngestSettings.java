package dev.notificationfeed.ingest;

import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;

/** Configuration of ingest for tests. */
final class IngestSettings {

    private IngestSettings() {}

    /** The defaults, except for these keys below {@code notifications.ingest}. */
    static IngestConfig of(Map<String, String> settings) {
        var properties = settings.entrySet().stream()
                .collect(Collectors.toMap(setting -> "notifications.ingest." + setting.getKey(), Map.Entry::getValue));
        return new SmallRyeConfigBuilder()
                .withConverter(Duration.class, 200, new DurationConverter())
                .withSources(new PropertiesConfigSource(properties, "test", 100))
                .withMapping(IngestConfig.class)
                .build()
                .getConfigMapping(IngestConfig.class);
    }
}
