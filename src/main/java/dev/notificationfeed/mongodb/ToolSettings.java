package dev.notificationfeed.mongodb;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.MongoCredential;
import com.mongodb.ReadPreference;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * The client settings of an operator tool that runs without Quarkus. It knows the settings of docs/security.md: connection
 * string, user and password, and the certificates of the authority that signed MongoDB's.
 */
public final class ToolSettings {

    private static final String MONGODB = "quarkus.mongodb.";
    private static final int TIMEOUT_SECONDS = 5;

    private ToolSettings() {}

    /**
     * Reads the settings.
     *
     * @param settings the value of a property by its name
     * @throws StoreUnavailableException if there is no connection string, or a setting cannot be used
     */
    public static MongoClientSettings of(Function<String, Optional<String>> settings) {
        String address = settings.apply(MONGODB + "connection-string")
                .orElseThrow(() -> unusable("quarkus.mongodb.connection-string is not set", null));
        MongoClientSettings.Builder client = MongoClientSettings.builder();
        try {
            client.applyToClusterSettings(cluster -> cluster.serverSelectionTimeout(TIMEOUT_SECONDS, TimeUnit.SECONDS))
                    .applyToSocketSettings(socket -> socket.connectTimeout(TIMEOUT_SECONDS, TimeUnit.SECONDS)
                            .readTimeout(TIMEOUT_SECONDS, TimeUnit.SECONDS))
                    .applyConnectionString(new ConnectionString(address))
                    .readPreference(ReadPreference.primary());
        } catch (IllegalArgumentException e) {
            throw unusable("quarkus.mongodb.connection-string cannot be read", e);
        }
        credential(settings).ifPresent(client::credential);
        authority(settings).ifPresent(context -> client.applyToSslSettings(tls -> tls.context(context)));
        return client.build();
    }

    private static Optional<MongoCredential> credential(Function<String, Optional<String>> settings) {
        return settings.apply(MONGODB + "credentials.username")
                .map(user -> MongoCredential.createCredential(
                        user,
                        settings.apply(MONGODB + "credentials.auth-source").orElse("admin"),
                        settings.apply(MONGODB + "credentials.password")
                                .orElse("")
                                .toCharArray()));
    }

    private static Optional<SSLContext> authority(Function<String, Optional<String>> settings) {
        return settings.apply(MONGODB + "tls-configuration-name")
                .flatMap(name -> settings.apply("quarkus.tls." + name + ".trust-store.pem.certs"))
                .map(file -> trusting(Path.of(file)));
    }

    private static SSLContext trusting(Path certificates) {
        try (InputStream pem = Files.newInputStream(certificates)) {
            KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null, null);
            for (Certificate certificate :
                    CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
                trusted.setCertificateEntry("authority-" + trusted.size(), certificate);
            }
            TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            managers.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, managers.getTrustManagers(), null);
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw unusable("the certificates for MongoDB cannot be read", e);
        }
    }

    private static StoreUnavailableException unusable(String reason, Exception cause) {
        return new StoreUnavailableException(reason, cause);
    }
}
