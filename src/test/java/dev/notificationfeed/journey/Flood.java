package dev.notificationfeed.journey;

import dev.notificationfeed.fixture.Forger;
import java.net.URI;
import java.net.http.HttpClient;
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
final class Flood implements AutoCloseable {

    private static final int NO_ANSWER = 0;
    /** Less than the pause between two look-ups, so that what waits for one that never ends is seen before the next. */
    private static final Duration PATIENCE = Duration.ofSeconds(8);

    private static final Duration PAUSE = Duration.ofMillis(40);

    private final HttpClient client = HttpClient.newHttpClient();
    private final ScheduledExecutorService pouring = Executors.newScheduledThreadPool(2);
    private final Set<Integer> statuses = ConcurrentHashMap.newKeySet();
    private final URI uri;

    private Flood(String url) {
        this.uri = URI.create(url);
    }

    /** Begins; {@link #close} ends it. */
    static Flood of(String url, Forger forger) {
        var flood = new Flood(url);
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
                .whenComplete((answer, failure) -> statuses.add(failure == null ? answer.statusCode() : NO_ANSWER));
    }

    /** What was answered until now, 0 for no answer. */
    Set<Integer> statuses() {
        return Set.copyOf(statuses);
    }

    @Override
    public void close() {
        pouring.shutdownNow();
    }
}
