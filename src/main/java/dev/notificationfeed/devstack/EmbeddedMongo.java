package dev.notificationfeed.devstack;

import de.bwaldvogel.mongo.MongoBackend;
import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.h2.H2Backend;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** A MongoDB-compatible server in this JVM, reachable on the loopback interface only. */
public final class EmbeddedMongo implements EmbeddedServer {

    private final int port;
    private final Supplier<MongoBackend> backend;
    private final Consumer<MongoServer> setup;
    private final Duration removesEvery;
    private MongoServer server;
    private TtlMonitor ttl;

    private EmbeddedMongo(
            int port, Supplier<MongoBackend> backend, Consumer<MongoServer> setup, Duration removesEvery) {
        this.port = port;
        this.backend = backend;
        this.setup = setup;
        this.removesEvery = removesEvery;
    }

    /** A server that keeps its data in memory, for the life of this object. */
    public static EmbeddedMongo inMemory(int port) {
        return inMemory(port, server -> {});
    }

    /** An in-memory server that accepts TLS connections only. */
    public static EmbeddedMongo overTls(int port, PrivateKey key, X509Certificate certificate) {
        return inMemory(port, server -> server.enableSsl(key, null, certificate));
    }

    private static EmbeddedMongo inMemory(int port, Consumer<MongoServer> setup) {
        var backend = new LastingMemoryBackend();
        return new EmbeddedMongo(port, () -> backend, setup, null);
    }

    /** A server that keeps its data in the directory, which is created if absent. */
    public static EmbeddedMongo inDirectory(Path directory, int port) {
        return new EmbeddedMongo(port, () -> open(directory), server -> {}, null);
    }

    /** The same server, not started, which also removes the documents that are due by its TTL indexes. */
    public EmbeddedMongo removingDue(Duration every) {
        return new EmbeddedMongo(port, backend, setup, every);
    }

    @Override
    public synchronized void start() {
        if (server == null) {
            server = new MongoServer(backend.get());
            setup.accept(server);
            server.bind(InetAddress.getLoopbackAddress().getHostAddress(), port);
            ttl = removesEvery == null ? null : TtlMonitor.start(address(), removesEvery);
        }
    }

    @Override
    public synchronized void stop() {
        if (server != null) {
            if (ttl != null) {
                ttl.close();
            }
            server.shutdownNow();
            server = null;
        }
    }

    @Override
    public String address() {
        return "mongodb://localhost:" + port;
    }

    private static MongoBackend open(Path directory) {
        try {
            Files.createDirectories(directory);
            return new H2Backend(directory.resolve("mongo.mv").toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A server closes its backend when it stops, and a closed memory backend loses its data: so this one ignores close. */
    private static final class LastingMemoryBackend extends MemoryBackend {

        @Override
        public void close() {
            // keeps the data for the next start
        }
    }
}
