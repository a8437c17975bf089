package dev.notificationfeed.kafka;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** Exports what the last look-up of the topics found; a scrape starts none. */
@Singleton
class TopicMetrics {

    private final Topics topics;
    private final TopicsConfig config;
    private final MeterRegistry registry;

    TopicMetrics(Topics topics, TopicsConfig config, MeterRegistry registry) {
        this.topics = topics;
        this.config = config;
        this.registry = registry;
    }

    void register(@Observes StartupEvent started) {
        config.all()
                .forEach(topic -> Gauge.builder(
                                "notifications.topic.partitions.unwritable",
                                topics,
                                all -> all.unwritable(topic).size())
                        .description("Partitions that have no leader, or fewer in-sync replicas than a write needs")
                        .tag("topic", topic)
                        .register(registry));
    }
}
