package dev.notificationfeed.bench;

import dev.notificationfeed.devstack.EmbeddedIssuer;
import dev.notificationfeed.devstack.Ports;
import dev.notificationfeed.devstack.TokenRequest;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

/** Tokens of the benchmark's recipients, signed once and cached. */
final class Tokens implements AutoCloseable {

    private final EmbeddedIssuer issuer;
    private final Map<Integer, String> signed = new ConcurrentHashMap<>();

    /** Starts the issuer. */
    Tokens(Path directory) {
        issuer = new EmbeddedIssuer(directory, Ports.free());
        issuer.start();
    }

    String issuer() {
        return issuer.address();
    }

    /** Signs the tokens of the first recipients, unless they are cached. */
    void sign(int recipients) {
        IntStream.range(0, recipients).parallel().forEach(this::of);
    }

    String of(int recipient) {
        return signed.computeIfAbsent(
                recipient, number -> issuer.token(TokenRequest.of(SampleEvents.recipient(number))));
    }

    @Override
    public void close() {
        issuer.stop();
    }
}
