package dev.notificationfeed.devstack;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;

/**
 * A real Kafka cluster of one node (KRaft, broker and controller in one) in this JVM, reachable on the loopback
 * interface only.
 */
public final class EmbeddedKafka implements EmbeddedServer {

    private static final String NODE_ID = "1";
    private static final short ONE_REPLICA = 1;

    private final Path directory;
    private final int port;
    private final boolean autoCreatesTopics;
    private final ExtraListener extraListener;
    private KafkaRaftServer server;

    private EmbeddedKafka(Path directory, int port, boolean autoCreatesTopics, ExtraListener extraListener) {
        this.directory = directory;
        this.port = port;
        this.autoCreatesTopics = autoCreatesTopics;
        this.extraListener = extraListener;
    }

    /**
     * A cluster with the broker's defaults, which create a topic when a client asks for its metadata: the tests must see
     * that the service does not cause that.
     *
     * @param directory the data directory; created or reused
     * @param port the port for clients
     */
    public EmbeddedKafka(Path directory, int port) {
        this(directory, port, true, ExtraListener.none());
    }

    /** A copy with the broker setting {@code auto.create.topics.enable} off. */
    public EmbeddedKafka withoutTopicCreation() {
        return new EmbeddedKafka(directory, port, false, extraListener);
    }

    /** A copy with a second listener, for clients that must not use the first one. */
    public EmbeddedKafka with(ExtraListener other) {
        return new EmbeddedKafka(directory, port, autoCreatesTopics, other);
    }

    @Override
    public synchronized void start() {
        if (server != null) {
            return;
        }
        format();
        server = new KafkaRaftServer(new KafkaConfig(settings(), false), Time.SYSTEM);
        server.startup();
    }

    @Override
    public synchronized void stop() {
        if (server == null) {
            return;
        }
        server.shutdown();
        server.awaitShutdown();
        server = null;
    }

    @Override
    public String address() {
        return "localhost:" + port;
    }

    /** Creates the topics that do not exist yet, each with its number of partitions and, as in production, broker time. */
    public void createTopics(Map<String, Integer> partitionsByName) {
        try (var admin = Admin.create(Map.of("bootstrap.servers", address()))) {
            var topics = partitionsByName.entrySet().stream()
                    .map(topic -> new NewTopic(topic.getKey(), topic.getValue(), ONE_REPLICA)
                            .configs(Map.of(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "LogAppendTime")))
                    .toList();
            admin.createTopics(topics).values().values().forEach(creation -> {
                try {
                    creation.get();
                } catch (ExecutionException e) {
                    if (!(e.getCause() instanceof TopicExistsException)) {
                        throw new IllegalStateException("the embedded broker refused to create a topic", e);
                    }
                } catch (InterruptedException e) {
                    throw interrupted(e);
                }
            });
        }
    }

    private static IllegalStateException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new IllegalStateException("interrupted while topics were being created", e);
    }

    private void format() {
        if (Files.exists(directory.resolve("meta.properties"))) {
            return;
        }
        try (var silence = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)) {
            Files.createDirectories(directory);
            new Formatter()
                    .setClusterId(Uuid.randomUuid().toString())
                    .setNodeId(Integer.parseInt(NODE_ID))
                    .setDirectories(List.of(directory.toString()))
                    .setControllerListenerName("CONTROLLER")
                    .setPrintStream(silence)
                    .run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (Exception e) { // declared by the formatter
            throw new IllegalStateException("cannot format " + directory, e);
        }
    }

    private Map<String, String> settings() {
        int controllerPort = Ports.free();
        var settings = new HashMap<>(extraListener.settings());
        settings.putAll(Map.ofEntries(
                Map.entry("process.roles", "broker,controller"),
                Map.entry("node.id", NODE_ID),
                Map.entry("log.dirs", directory.toString()),
                Map.entry("controller.listener.names", "CONTROLLER"),
                Map.entry("controller.quorum.voters", NODE_ID + "@localhost:" + controllerPort),
                Map.entry(
                        "listener.security.protocol.map",
                        "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,SIDE:" + extraListener.protocol()),
                Map.entry("inter.broker.listener.name", "PLAINTEXT"),
                Map.entry(
                        "listeners",
                        "PLAINTEXT://localhost:" + port + extraListener.listener() + ",CONTROLLER://localhost:"
                                + controllerPort),
                Map.entry("advertised.listeners", "PLAINTEXT://localhost:" + port + extraListener.advertised()),
                Map.entry("auto.create.topics.enable", String.valueOf(autoCreatesTopics)),
                Map.entry("offsets.topic.replication.factor", "1"),
                Map.entry("offsets.topic.num.partitions", "4"),
                Map.entry("transaction.state.log.replication.factor", "1"),
                Map.entry("transaction.state.log.min.isr", "1"),
                Map.entry("transaction.state.log.num.partitions", "4"),
                Map.entry("share.coordinator.state.topic.replication.factor", "1"),
                Map.entry("share.coordinator.state.topic.min.isr", "1"),
                Map.entry("group.initial.rebalance.delay.ms", "0")));
        return settings;
    }
}
