package dev.notificationfeed.journey;

import dev.notificationfeed.fixture.TokenFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jose4j.jws.AlgorithmIdentifiers;

/** Sends fifty tokens per second that no known key has signed, half of them with an unknown key id, half without one. */
final class UnverifiableTokenLoad implements AutoCloseable {

    /** Shorter than the pause between two key requests, so that a call that waits for a hanging one is noticed. */
    private static final Duration PATIENCE = Duration.ofSeconds(8);

    private static final Duration PAUSE = Duration.ofMillis(40);

    /** As long as the signature of a key of 2,048 bits, and a lower number than the modulus. */
    private static final String SIGNATURE = "AQ" + "A".repeat(340);

    /** HTTP/1.1, because over HTTP/2 calls fail when more of them wait than a connection may have streams. */
    private final HttpClient client =
            HttpClient.newBuilder().version(Version.HTTP_1_1).build();

    private final ScheduledExecutorService sending = Executors.newScheduledThreadPool(2);
    private final Set<String> answers = ConcurrentHashMap.newKeySet();
    private final URI uri;

    private UnverifiableTokenLoad(String url) {
        this.uri = URI.create(url);
    }

    /** Starts the load with tokens of the issuer that have no valid signature; {@link #close} stops it. */
    static UnverifiableTokenLoad of(String url, TokenFactory tokens) {
        var load = new UnverifiableTokenLoad(url);
        load.sendAtRate(() -> unverifiable(tokens.withKeyId(UUID.randomUUID().toString())));
        load.sendAtRate(() -> unverifiable(tokens.withKeyId(null)));
        return load;
    }

    private static String unverifiable(TokenFactory tokens) {
        return tokens.unsigned("47165", AlgorithmIdentifiers.RSA_USING_SHA256, SIGNATURE);
    }

    private void sendAtRate(Supplier<String> token) {
        sending.scheduleAtFixedRate(() -> send(token.get()), 0, PAUSE.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void send(String token) {
        var request = HttpRequest.newBuilder(uri)
                .header("Authorization", "Bearer " + token)
                .timeout(PATIENCE)
                .build();
        client.sendAsync(request, BodyHandlers.discarding())
                .whenComplete((answer, failure) ->
                        answers.add(failure == null ? String.valueOf(answer.statusCode()) : failure.toString()));
    }

    /** The statuses of the responses so far, and the reasons for missing responses. */
    Set<String> answers() {
        return Set.copyOf(answers);
    }

    @Override
    public void close() {
        sending.shutdownNow();
    }
}
