package dev.notificationfeed.journey;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.notificationfeed.devstack.EmbeddedMongo;
import dev.notificationfeed.devstack.Ports;
import dev.notificationfeed.fixture.Command;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A TLS-only database, set up by configuration alone. */
class MongoOverTlsIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final char[] NO_SECRET = "no-secret".toCharArray();

    @TempDir
    Path directory;

    @Test
    void connectsOnlyToADatabaseWithATrustedCertificate() throws Exception {
        var keys = keys("mongo");
        var mongo =
                EmbeddedMongo.overTls(Ports.free(), (PrivateKey) keys.getKey("mongo", NO_SECRET), certificate(keys));
        mongo.start();
        try {
            try (var service = start(mongo, pem(keys))) {
                await().atMost(PATIENCE)
                        .untilAsserted(
                                () -> assertThat(service.readiness().up()).contains("mongodb", "mongodb-indexes"));
            }
            try (var service = start(mongo, pem(keys("another")))) {
                await().atMost(PATIENCE)
                        .untilAsserted(
                                () -> assertThat(service.readiness().down().get("mongodb"))
                                        .startsWith("no MongoDB server"));
            }
        } finally {
            mongo.stop();
        }
    }

    private static ServiceProcess start(EmbeddedMongo mongo, Path trusted) {
        var service = ServiceProcess.start(
                "mongo-over-tls",
                Map.of(
                        "QUARKUS_MONGODB_CONNECTION_STRING",
                        mongo.address() + "/?tls=true",
                        "QUARKUS_MONGODB_TLS_CONFIGURATION_NAME",
                        "mongo",
                        "QUARKUS_TLS_MONGO_TRUST_STORE_PEM_CERTS",
                        trusted.toString()));
        service.awaitLive();
        return service;
    }

    private KeyStore keys(String name) throws IOException, GeneralSecurityException {
        var store = directory.resolve(name + ".p12");
        var made = Command.of(
                        Command.jdk("keytool"),
                        "-genkeypair",
                        "-keyalg",
                        "EC",
                        "-alias",
                        name,
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=dns:localhost",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        new String(NO_SECRET))
                .run(PATIENCE);
        assertThat(made.exitCode()).as(made.output()).isZero();
        try (InputStream in = Files.newInputStream(store)) {
            var keys = KeyStore.getInstance("PKCS12");
            keys.load(in, NO_SECRET);
            return keys;
        }
    }

    private static X509Certificate certificate(KeyStore keys) throws GeneralSecurityException {
        return (X509Certificate) keys.getCertificate(keys.aliases().nextElement());
    }

    private Path pem(KeyStore keys) throws IOException, GeneralSecurityException {
        var lines = Base64.getMimeEncoder(64, "\n".getBytes(US_ASCII))
                .encodeToString(certificate(keys).getEncoded());
        return Files.writeString(
                Files.createTempFile(directory, "trusted", ".pem"),
                "-----BEGIN CERTIFICATE-----\n" + lines + "\n-----END CERTIFICATE-----\n");
    }
}
