package dev.notificationfeed.bench;

import dev.notificationfeed.devstack.EmbeddedKafka;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** The broker of the embedded stack in its own process. */
final class BrokerServer {

    private BrokerServer() {}

    /**
     * Runs until the parent process ends.
     *
     * @param args data directory, port, {@link ControlEndpoint} port
     */
    public static void main(String[] args) throws IOException {
        SilentLogging.on();
        var kafka = new EmbeddedKafka(Path.of(args[0]), Integer.parseInt(args[1]));
        kafka.start();
        kafka.createTopics(Map.of(
                Backend.EVENTS, Backend.PARTITIONS,
                Backend.DEAD_LETTERS, Backend.PARTITIONS,
                Backend.FEED, Backend.PARTITIONS,
                BareKafkaHops.FIRST, Backend.PARTITIONS,
                BareKafkaHops.SECOND, Backend.PARTITIONS,
                BareLoop.IN, Backend.PARTITIONS,
                BareLoop.OUT, Backend.PARTITIONS));
        ControlEndpoint.serve(Integer.parseInt(args[2]), () -> "");
    }
}
