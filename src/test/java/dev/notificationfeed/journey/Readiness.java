package dev.notificationfeed.journey;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A response of the readiness probe.
 *
 * @param status the HTTP status
 * @param down the reason of each check that is DOWN, by name
 * @param up the names of the checks that are UP
 */
record Readiness(int status, TreeMap<String, String> down, Set<String> up) {

    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final int NO_ANSWER = 0;

    /** HTTP/1.1 without an upgrade offer, as Kubernetes and Prometheus send it. */
    private static final HttpClient PROBE =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /** Quarkus' own check, which is DOWN once shutdown has begun; not a dependency. */
    private static final String GOING_DOWN = "Graceful Shutdown";

    /** Reads the checks of dependencies; all probes have the same response format. */
    static Readiness read(String url) {
        try {
            var answer = get(url);
            var checks = new ObjectMapper().readTree(answer.body()).path("checks");
            var down = new TreeMap<String, String>();
            var up = new TreeSet<String>();
            for (JsonNode check : checks) {
                var name = check.path("name").asText();
                if (name.equals(GOING_DOWN)) {
                    continue;
                }
                if (check.path("status").asText().equals("UP")) {
                    up.add(name);
                } else {
                    down.put(name, check.path("data").path("reason").asText());
                }
            }
            return new Readiness(answer.statusCode(), down, up);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The HTTP status of a probe, or 0 without a response. */
    static int status(String url) {
        try {
            return get(url).statusCode();
        } catch (IOException notListening) {
            return NO_ANSWER;
        }
    }

    /** The body of a response. */
    static String body(String url) {
        try {
            return get(url).body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static HttpResponse<String> get(String url) throws IOException {
        try {
            var request = HttpRequest.newBuilder(URI.create(url)).timeout(LIMIT).build();
            return PROBE.send(request, BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
