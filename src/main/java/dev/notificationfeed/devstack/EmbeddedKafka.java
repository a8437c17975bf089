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
    private final boolean createsTopicsWhenAsked;
    private final ExtraListener side;
    private KafkaRaftServer server;

    private EmbeddedKafka(Path directory, int port, boolean createsTopicsWhenAsked, ExtraListener side) {
        this.directory = directory;
        this.port = port;
        this.createsTopicsWhenAsked = createsTopicsWhenAsked;
        this.side = side;
    }

    /**
     * A cluster with a broker's default settings, which create a topic when a client merely asks for it: nothing here may
     * rely on clients being kept from that.
     *
     * @param directory where its data are kept; made if it is not there, used as it is if it is
     * @param port the port for clients
     */
    public EmbeddedKafka(Path directory, int port) {
        this(directory, port, true, ExtraListener.none());
    }

    /** The same with the broker's setting {@code auto.create.topics.enable} off. */
    public EmbeddedKafka withoutTopicCreation() {
        return new EmbeddedKafka(directory, port, false, side);
    }

    /** The same with a second way to it, for clients that must not use the first one. */
    public EmbeddedKafka with(ExtraListener entrance) {
        return new EmbeddedKafka(directory, port, createsTopicsWhenAsked, entrance);
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

    /** Creates those of the topics that do not exist, each with the number of partitions given. */
    public void createTopics(Map<String, Integer> partitionsByName) {
        try (var admin = Admin.create(Map.of("bootstrap.servers", address()))) {
            var topics = partitionsByName.entrySet().stream()
                    .map(topic -> new NewTopic(topic.getKey(), topic.getValue(), ONE_REPLICA))
                    .toList();
            admin.createTopics(topics).values().values().forEach(creation -> {
                try {
                    creation.get();
                } catch (ExecutionException e) {
                    if (!(e.getCause() instanceof TopicExistsException)) {
                        throw new IllegalStateException("the embedded broker refuses a topic", e);
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
        var settings = new HashMap<>(side.settings());
        settings.putAll(Map.ofEntries(
                Map.entry("process.roles", "broker,controller"),
                Map.entry("node.id", NODE_ID),
                Map.entry("log.dirs", directory.toString()),
                Map.entry("controller.listener.names", "CONTROLLER"),
                Map.entry("controller.quorum.voters", NODE_ID + "@localhost:" + controllerPort),
                Map.entry(
                        "listener.security.protocol.map",
                        "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,SIDE:" + side.protocol()),
                Map.entry("inter.broker.listener.name", "PLAINTEXT"),
                Map.entry(
                        "listeners",
                        "PLAINTEXT://localhost:" + port + side.listener() + ",CONTROLLER://localhost:"
                                + controllerPort),
                Map.entry("advertised.listeners", "PLAINTEXT://localhost:" + port + side.advertised()),
                Map.entry("auto.create.topics.enable", String.valueOf(createsTopicsWhenAsked)),
                Map.entry("offsets.topic.replication.factor", "1"),
                Map.entry("offsets.topic.num.partitions", "4"),
                Map.entry("transaction.state.log.replication.factor", "1"),
                Map.entry("transaction.state.log.min.isr", "1"),
                Map.entry("share.coordinator.state.topic.replication.factor", "1"),
                Map.entry("share.coordinator.state.topic.min.isr", "1"),
                Map.entry("group.initial.rebalance.delay.ms", "0")));
        return settings;
    }
}
