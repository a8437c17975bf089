package dev.notificationfeed.devstack;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.Flow.Subscriber;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.atomic.AtomicInteger;

/** Reads event streams one after another, each resuming where the one before was cut, and counts new items. */
final class AotTrainingReader {

    private static final int OK = 200;

    private final HttpClient client;
    private final URI address;
    private final String token;
    private final AtomicInteger created = new AtomicInteger();
    private volatile Stream stream;
    private volatile String position;
    private volatile String problem;

    AotTrainingReader(HttpClient client, URI address, String token) {
        this.client = client;
        this.address = address;
        this.token = token;
    }

    /** Opens a stream, resuming at the last position if there is one. */
    void open() {
        var request = HttpRequest.newBuilder(address)
                .header("Accept", "text/event-stream")
                .header("Authorization", "Bearer " + token);
        if (position != null) {
            request.header("Last-Event-ID", position);
        }
        var opened = new Stream();
        stream = opened;
        client.sendAsync(request.build(), BodyHandlers.fromLineSubscriber(opened))
                .whenComplete(opened::ended);
    }

    /** Closes the connection. */
    void cut() {
        stream.cut();
    }

    /** Whether the stream has sent its {@code ready} frame. */
    boolean isReady() {
        return stream.ready;
    }

    /** The number of {@code created} frames so far. */
    int created() {
        return created.get();
    }

    /** Why a stream ended that was not cut; null if none has. */
    String problem() {
        return problem;
    }

    /** One stream; late lines of an earlier one must not be counted. */
    private final class Stream implements Subscriber<String> {

        private volatile boolean ready;
        private volatile boolean cut;
        private volatile Subscription lines;
        private String event;
        private String id;

        private void cut() {
            cut = true;
            lines.cancel();
        }

        private void ended(HttpResponse<Void> response, Throwable failure) {
            if (!cut) {
                problem = failure != null
                        ? failure.toString()
                        : response.statusCode() == OK ? "a stream ended" : "status " + response.statusCode();
            }
        }

        @Override
        public void onSubscribe(Subscription subscription) {
            lines = subscription;
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(String line) {
            if (line.startsWith("event: ")) {
                event = line.substring("event: ".length());
            } else if (line.startsWith("id: ")) {
                id = line.substring("id: ".length());
            } else if (line.isEmpty() && !cut) {
                frame();
            }
        }

        private void frame() {
            if (id != null) {
                position = id;
            }
            if ("ready".equals(event)) {
                ready = true;
            } else if ("created".equals(event)) {
                created.incrementAndGet();
            }
            event = null;
        }

        @Override
        public void onError(Throwable failure) {
            // handled by ended
        }

        @Override
        public void onComplete() {
            // handled by ended
        }
    }
}
