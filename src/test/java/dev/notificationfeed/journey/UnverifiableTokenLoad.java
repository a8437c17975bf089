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

/** Fifty tokens a second that nobody's key has signed, half of them with a key id of their own, half with none. */
final class UnverifiableTokenLoad implements AutoCloseable {

    /** Less than the pause between two look-ups, so that what waits for one that never ends is seen before the next. */
    private static final Duration PATIENCE = Duration.ofSeconds(8);

    private static final Duration PAUSE = Duration.ofMillis(40);

    /** Over HTTP/2 it would fail by itself when more calls wait than a connection may carry. */
    private final HttpClient client =
            HttpClient.newBuilder().version(Version.HTTP_1_1).build();

    private final ScheduledExecutorService pouring = Executors.newScheduledThreadPool(2);
    private final Set<String> answers = ConcurrentHashMap.newKeySet();
    private final URI uri;

    private UnverifiableTokenLoad(String url) {
        this.uri = URI.create(url);
    }

    /** Begins; {@link #close} ends it. */
    static UnverifiableTokenLoad of(String url, TokenFactory forger) {
        var flood = new UnverifiableTokenLoad(url);
        flood.pour(() -> forger.withKeyId(UUID.randomUUID().toString()).token("47165"));
        flood.pour(() -> forger.withKeyId(null).token("47165"));
        return flood;
    }

    private void pour(Supplier<String> token) {
        pouring.scheduleAtFixedRate(() -> send(token.get()), 0, PAUSE.toMillis(), TimeUnit.MILLISECONDS);
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

    /** The statuses of the answers until now, and why there was none. */
    Set<String> answers() {
        return Set.copyOf(answers);
    }

    @Override
    public void close() {
        pouring.shutdownNow();
    }
}
