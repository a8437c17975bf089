package dev.notificationfeed.devstack;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.Flow.Subscriber;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.atomic.AtomicInteger;

/** Reads an event stream line by line, as long as it lasts, and counts what comes. */
final class RehearsalReader implements Subscriber<String> {

    private final HttpClient client;
    private final URI stream;
    private final String token;
    private final AtomicInteger created = new AtomicInteger();
    private volatile boolean ready;
    private volatile String position;
    private volatile Subscription lines;

    RehearsalReader(HttpClient client, URI stream, String token) {
        this.client = client;
        this.stream = stream;
        this.token = token;
    }

    /** Begins to read, from where it stopped if it was open before. */
    void open() {
        ready = false;
        var request = HttpRequest.newBuilder(stream)
                .header("Accept", "text/event-stream")
                .header("Authorization", "Bearer " + token);
        if (position != null) {
            request.header("Last-Event-ID", position);
        }
        client.sendAsync(request.build(), BodyHandlers.fromLineSubscriber(this));
    }

    /** Goes away without a word. */
    void cut() {
        lines.cancel();
    }

    /** Whether the stream has begun. */
    boolean isReady() {
        return ready;
    }

    /** How many new items it was told of. */
    int created() {
        return created.get();
    }

    @Override
    public void onSubscribe(Subscription subscription) {
        lines = subscription;
        subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(String line) {
        if (line.startsWith("id: ")) {
            position = line.substring("id: ".length());
        } else if (line.equals("event: ready")) {
            ready = true;
        } else if (line.equals("event: created")) {
            created.incrementAndGet();
        }
    }

    @Override
    public void onError(Throwable cut) {
        ready = false;
    }

    @Override
    public void onComplete() {
        ready = false;
    }
}
