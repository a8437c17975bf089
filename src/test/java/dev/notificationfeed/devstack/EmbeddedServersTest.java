package dev.notificationfeed.devstack;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.client.MongoClients;
import com.mongodb.client.model.IndexOptions;
import dev.notificationfeed.feed.Feeds;
import dev.notificationfeed.fixture.KafkaProbe;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.LogTruncationException;
import org.awaitility.Awaitility;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each server is stopped and started again on its port, as a live reload and the outage tests do. */
class EmbeddedServersTest {

    @TempDir
    Path directory;

    @Test
    void kafkaKeepsRecordsAcrossRestart() throws IOException {
        var kafka = new EmbeddedKafka(directory, Ports.free());
        var probe = new KafkaProbe(kafka.address());
        kafka.start();
        kafka.createTopics(Map.of("some-topic", 4));
        probe.put("some-topic", "kept".getBytes(UTF_8));

        restart(kafka);

        kafka.createTopics(Map.of("some-topic", 4));
        assertThat(probe.everythingOn("some-topic"))
                .singleElement()
                .satisfies(record -> assertThat(record.value()).isEqualTo("kept".getBytes(UTF_8)));
        detectsThatALogWasCut(kafka, probe);
        kafka.stop();
    }

    /**
     * One broker cannot lose records by the election of another leader, but each of its starts is an election: with the
     * leader epoch of the first one, a position beyond that leader's last record is from a log that was cut.
     */
    private void detectsThatALogWasCut(EmbeddedKafka kafka, KafkaProbe probe) throws IOException {
        kafka.createTopics(Map.of("corrupt", 1));
        IntStream.range(0, 3).forEach(i -> probe.put("corrupt", ("record " + i).getBytes(UTF_8)));
        kafka.createTopics(Map.of("cut", 1));
        probe.put("cut", "by the first leader".getBytes(UTF_8));
        int first = probe.everythingOn("cut").get(0).leaderEpoch().orElseThrow();
        kafka.stop();
        corrupt(directory.resolve("corrupt-0").resolve("00000000000000000000.log"), "record 1");
        kafka.start();
        IntStream.range(0, 4).forEach(i -> probe.put("cut", "by the next leader".getBytes(UTF_8)));
        int next = probe.everythingOn("cut").get(1).leaderEpoch().orElseThrow();

        assertThat(Feeds.corruptAmong(3, kafka.address(), "corrupt")).isEqualTo(1);
        assertThat(next).isGreaterThan(first);
        assertThatNoException().isThrownBy(() -> Feeds.pollAt(kafka.address(), "cut", 1, first));
        assertThatNoException().isThrownBy(() -> Feeds.pollAt(kafka.address(), "cut", 3, next));
        assertThatThrownBy(() -> Feeds.pollAt(kafka.address(), "cut", 3, first))
                .isInstanceOf(LogTruncationException.class);
    }

    /** As a broken disk does. */
    private static void corrupt(Path segment, String value) throws IOException {
        String bytes = Files.readString(segment, ISO_8859_1);
        Files.writeString(segment, bytes.replace(value, value.toUpperCase(Locale.ROOT)), ISO_8859_1);
    }

    @Test
    void mongoInMemoryKeepsDocumentsAcrossRestart() {
        keepsDocuments(EmbeddedMongo.inMemory(Ports.free()));
    }

    @Test
    void mongoRemovesDocumentsThatAreDueByATtlIndex() {
        var mongo = EmbeddedMongo.inMemory(Ports.free()).removingDue(Duration.ofMillis(50));
        mongo.start();
        try (var client = MongoClients.create(mongo.address())) {
            var documents = client.getDatabase("some").getCollection("documents");
            documents.createIndex(new Document("removeAt", 1), new IndexOptions().expireAfter(60L, TimeUnit.SECONDS));
            var now = Instant.now();
            documents.insertMany(List.of(
                    new Document("_id", "due").append("removeAt", now.minusSeconds(60)),
                    new Document("_id", "later").append("removeAt", now),
                    new Document("_id", "never")));

            Awaitility.await()
                    .untilAsserted(() -> assertThat(documents.distinct("_id", String.class))
                            .containsExactlyInAnyOrder("later", "never"));
        }
        mongo.stop();
    }

    @Test
    void mongoInDirectoryKeepsDocumentsAcrossRestart() {
        keepsDocuments(EmbeddedMongo.inDirectory(directory, Ports.free()));
    }

    @Test
    void issuerKeepsKeyAcrossRestart() throws Exception {
        int port = Ports.free();
        var issuer = new EmbeddedIssuer(directory, port);
        issuer.start();
        var keys = get(issuer, "/jwks");
        issuer.stop();

        var next = new EmbeddedIssuer(directory, port);
        next.start();

        assertThat(get(next, "/jwks")).isEqualTo(keys).doesNotContain("\"d\":");
        assertThat(get(next, "/.well-known/openid-configuration")).contains(next.address() + "/jwks");
        next.stop();
    }

    private static void keepsDocuments(EmbeddedMongo mongo) {
        mongo.start();
        try (var client = MongoClients.create(mongo.address())) {
            client.getDatabase("some").getCollection("documents").insertOne(new Document("_id", "kept"));
        }

        restart(mongo);

        try (var client = MongoClients.create(mongo.address())) {
            var documents =
                    client.getDatabase("some").getCollection("documents").find();
            assertThat(documents).containsExactly(new Document("_id", "kept"));
        }
        mongo.stop();
    }

    private static void restart(EmbeddedServer server) {
        server.stop();
        server.start();
    }

    private static String get(EmbeddedIssuer issuer, String path) throws IOException {
        try (var body = URI.create(issuer.address() + path).toURL().openStream()) {
            return new String(body.readAllBytes(), UTF_8);
        }
    }
}
