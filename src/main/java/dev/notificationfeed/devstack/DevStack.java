package dev.notificationfeed.devstack;

import io.quarkus.arc.profile.IfBuildProfile;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.config.SmallRyeConfig;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * Starts the service's dependencies in development, except those whose address is configured. A singleton, because Quarkus
 * destroys singletons after application-scoped beans: clients close while the servers still answer.
 */
@Singleton
@IfBuildProfile("dev")
class DevStack {

    private static final Logger LOG = Logger.getLogger(DevStack.class);
    private static final int FIRST = Integer.MIN_VALUE;

    private final SmallRyeConfig settings;
    private final DevStackConfig config;
    private final Map<DevPort, EmbeddedServer> servers = new EnumMap<>(DevPort.class);

    DevStack(SmallRyeConfig settings, DevStackConfig config) {
        this.settings = settings;
        this.config = config;
    }

    void start(@Observes @Priority(FIRST) StartupEvent starting) {
        Stream.of(DevPort.values()).filter(this::isEmbedded).forEach(this::reportTaken);
        startKafka();
        startMongo();
        startIssuer();
    }

    @PreDestroy
    void stop() {
        servers.values().forEach(EmbeddedServer::stop);
    }

    private void startKafka() {
        if (isEmbedded(DevPort.KAFKA)) {
            var kafka = new EmbeddedKafka(config.directory().resolve("kafka"), DevPort.KAFKA.number());
            start(DevPort.KAFKA, kafka);
            kafka.createTopics(Stream.of(config.eventsTopic(), config.deadLettersTopic(), config.feedTopic())
                    .collect(Collectors.toMap(topic -> topic, topic -> config.partitions())));
        }
    }

    private void startMongo() {
        if (isEmbedded(DevPort.MONGODB)) {
            var directory = config.directory().resolve("mongodb");
            var mongo = EmbeddedMongo.inDirectory(directory, DevPort.MONGODB.number());
            start(DevPort.MONGODB, mongo.removingDue(Duration.ofMinutes(1)));
        }
    }

    private void startIssuer() {
        if (isEmbedded(DevPort.ISSUER)) {
            var directory = config.directory().resolve("issuer");
            start(DevPort.ISSUER, new EmbeddedIssuer(directory, DevPort.ISSUER.number()));
        }
    }

    private void start(DevPort port, EmbeddedServer server) {
        servers.put(port, server);
        server.start();
        LOG.infof("embedded server started name=%s address=%s", port, server.address());
    }

    private boolean isEmbedded(DevPort port) {
        return DevAddresses.NAME.equals(settings.getConfigValue(port.property()).getSourceName());
    }

    private void reportTaken(DevPort port) {
        if (port.number() != port.usual()) {
            LOG.warnf("port is taken, using a free one name=%s taken=%d using=%d", port, port.usual(), port.number());
        }
    }
}
