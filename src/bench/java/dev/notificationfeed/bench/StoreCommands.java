package dev.notificationfeed.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/** The number of store commands per operation, counted by the store, for recipients with few and with many items. */
final class StoreCommands implements Scenario {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int READER = 0;
    private static final int OTHER = 1;
    private static final int BATCH = 1_000;
    private static final int TIMES = 5;
    private static final long POLL_INTERVAL_NANOS = 10_000_000;
    private static final long AFTERWARDS_NANOS = 500_000_000;

    /** Keeps the commands of background tasks out of the count as far as possible. */
    private static final Map<String, String> QUIET = Map.of(
            "NOTIFICATIONS_FEED_SWEEP_INTERVAL", "1h",
            "NOTIFICATIONS_STORE_TIMEOUT", "30s");

    private static final List<String> OF_ITEMS = List.of(
            "find notifications",
            "aggregate notifications",
            "insert notifications",
            "update notifications",
            "findAndModify notifications",
            "getMore notifications");

    private final HttpClient client = HttpClient.newHttpClient();

    @Override
    public String name() {
        return "commands";
    }

    @Override
    public void run(BenchmarkContext context) throws Exception {
        var measurements = new Measurements();
        try (var backend = context.backend();
                var offsets = new Offsets(backend.bootstrapServers());
                var replica = context.replica(backend, QUIET, List.of())) {
            var series = new Series(backend, offsets);
            int there = 0;
            for (int items : context.sizes().items()) {
                series.put(items - there, READER);
                there = items;
                measure(context, replica, series, " of " + items + " items", measurements);
            }
        }
        context.report().runs(name(), measurements);
        measurements
                .all()
                .keySet()
                .forEach(what -> context.report()
                        .add(ReportRow.of(
                                "store commands, " + what,
                                "",
                                measurements.median(what),
                                Target.atMost(atMost(what)))));
    }

    private static int atMost(String what) {
        return what.startsWith("list") || what.startsWith("mark") ? 2 : 1;
    }

    private void measure(BenchmarkContext context, Replica replica, Series series, String of, Measurements measurements)
            throws Exception {
        var token = context.tokens().of(READER);
        var backend = series.backend;
        var newest = call("GET", replica, "", token).path("content").path(0);
        var item = "/" + newest.path("id").asText();
        for (int i = 0; i < TIMES; i++) {
            var way = mark(i);
            measurements.add("list" + of, sent(backend, () -> call("GET", replica, "?size=100", token)));
            measurements.add("unread count" + of, sent(backend, () -> call("GET", replica, "/unread-count", token)));
            measurements.add("message" + of, sent(backend, () -> call("GET", replica, item + "/message", token)));
            measurements.add("mark" + of, sent(backend, () -> call("PUT", replica, item + "/" + way, token)));
            measurements.add("1,000 events" + of, sent(backend, () -> series.put(BATCH, OTHER)));
        }
        try (var readers = StreamReaders.before(replica, OTHER + 1, context.tokens())) {
            readers.open(1);
            for (int i = 0; i < TIMES; i++) {
                measurements.add("1,000 events with a stream" + of, sent(backend, () -> series.put(BATCH, OTHER)));
            }
        }
    }

    /** Alternates, because a repeated mark changes nothing and costs less. */
    private static String mark(int time) {
        return time % 2 == 0 ? "mark-read" : "mark-unread";
    }

    private static double sent(Backend backend, Work work) throws Exception {
        var before = backend.commands();
        work.run();
        // Includes the commands after the response: the published change is marked as published.
        LockSupport.parkNanos(AFTERWARDS_NANOS);
        var sent = Backend.difference(before, backend.commands());
        return OF_ITEMS.stream().mapToLong(name -> sent.getOrDefault(name, 0L)).sum();
    }

    private JsonNode call(String method, Replica replica, String path, String token)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + replica.address().getPort() + "/api/notifications" + path))
                .method(method, BodyPublishers.noBody())
                .header("Accept", "application/json")
                .header("Authorization", "Bearer " + token)
                .build();
        var answer = client.send(request, BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IllegalStateException(answer + " " + answer.body());
        }
        return JSON.readTree(answer.body());
    }

    /** Sequential events: the next are sent when the previous ones are committed. */
    private static final class Series {

        private final SampleEvents samples = new SampleEvents("commands-" + System.nanoTime());
        private final Backend backend;
        private final Offsets offsets;
        private int sent;

        Series(Backend backend, Offsets offsets) {
            this.backend = backend;
            this.offsets = offsets;
        }

        void put(int events, int recipient) throws Exception {
            Backlog.put(backend, Backend.EVENTS, samples, sent, sent + events, number -> recipient);
            sent += events;
            while (offsets.committed() < sent) {
                LockSupport.parkNanos(POLL_INTERVAL_NANOS);
            }
        }
    }

    private interface Work {
        void run() throws Exception;
    }
}
