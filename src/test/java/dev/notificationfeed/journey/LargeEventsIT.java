package dev.notificationfeed.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.notificationfeed.fixture.Events;
import dev.notificationfeed.fixture.SampleEvent;
import dev.notificationfeed.fixture.Upstream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many partitions are full of the largest events while MongoDB is away, so that everything piles up that can. */
@Tag(Scale.TAG)
@Tag(Scale.LONG_ONLY)
class LargeEventsIT {

    private static final int PARTITIONS = 50;
    private static final int OF_EACH_PARTITION = 100;
    private static final int STORED_AGAIN = 500;
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    /** As large as it may be. One character beyond Latin-1 doubles its size in the JVM. */
    private static final String CONTENT = "\u0142" + "x".repeat(48 * 1024 - 2);

    /** The rest of 64 KiB; the service ignores unknown fields. */
    private static final String PADDING = "x".repeat(15 * 1024);

    @Test
    void fitInASmallHeap(@TempDir Path data) {
        try (var backend = Backend.start(data)) {
            backend.records().addPartitions(Backend.EVENTS, PARTITIONS);
            backend.mongo().stop();
            publish(backend);
            try (var service = ServiceProcess.start(
                    "large-events", backend.environment(), "-Xmx512m", "-XX:+ExitOnOutOfMemoryError")) {
                service.awaitLive();
                await().atMost(PATIENCE).until(() -> service.metric("notifications_ingest_lag_seconds") > 15);
                assertThat(service.heapInUse()).isLessThan(192);

                backend.mongo().start();
                await().atMost(PATIENCE).until(() -> backend.documents().count() > STORED_AGAIN);
                assertThat(service.isAlive()).isTrue();
            }
        }
    }

    private static void publish(Backend backend) {
        try (var upstream = new Upstream(backend.kafka().address())) {
            publish(upstream);
        }
    }

    private static void publish(Upstream upstream) {
        for (int round = 0; round < OF_EACH_PARTITION; round++) {
            var sent = round;
            List<CompletableFuture<?>> acknowledged = IntStream.range(0, PARTITIONS)
                    .<CompletableFuture<?>>mapToObj(partition -> upstream.send(record(partition, sent)))
                    .toList();
            acknowledged.forEach(CompletableFuture::join);
        }
    }

    private static ProducerRecord<byte[], byte[]> record(int partition, int round) {
        SampleEvent event =
                Events.inApp("person-" + partition, partition + "-" + round).with("data.content", CONTENT);
        return new ProducerRecord<>(Backend.EVENTS, partition, null, event.bytes());
    }
}
