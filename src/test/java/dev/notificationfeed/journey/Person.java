package dev.notificationfeed.journey;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.notificationfeed.devstack.TokenRequest;
import dev.notificationfeed.fixture.Follower;
import dev.notificationfeed.fixture.Follower.Seen;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/** A recipient who calls the replicas and opens streams. */
final class Person {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int PAGE = 500;

    private final HttpClient client = HttpClient.newHttpClient();
    private final String recipient;
    private final String token;
    private final String staffToken;

    Person(Backend backend, String recipient) {
        this.recipient = recipient;
        this.token = backend.token(recipient);
        this.staffToken = backend.issuer().token(TokenRequest.of(null, "notifications-admin"));
    }

    String recipient() {
        return recipient;
    }

    String token() {
        return token;
    }

    /** A tab that reconnects to the next replica whenever its stream ends, and loads the list when necessary. */
    Follower tab(ServiceProcess... replicas) {
        var streams = Stream.of(replicas).map(ServiceProcess::streams).toList();
        return new Follower(client, streams, token, () -> items(replicas[0]));
    }

    /** Sends {@code mark-read}, {@code mark-unread} or {@code archive}; returns the HTTP status. */
    int mark(ServiceProcess replica, String item, String mark) {
        return call("PUT", replica.url("/api/notifications/" + item + "/" + mark), token)
                .statusCode();
    }

    int markAllRead(ServiceProcess replica) {
        return call("POST", replica.url("/api/notifications/mark-all-read"), token)
                .statusCode();
    }

    int status(ServiceProcess replica, String item) {
        return call("GET", replica.url("/api/notifications/" + item), token).statusCode();
    }

    int erase(ServiceProcess replica) {
        return call("DELETE", staffUrl(replica), staffToken).statusCode();
    }

    int unread(ServiceProcess replica) {
        return json(call("GET", replica.url("/api/notifications/unread-count"), token))
                .path("unread")
                .asInt();
    }

    /** All listed items, from all pages. */
    Map<String, Seen> items(ServiceProcess replica) {
        return items(replica.url("/api/notifications"), token);
    }

    /** All items that staff see for this recipient. */
    Map<String, Seen> itemsForStaff(ServiceProcess replica) {
        return items(staffUrl(replica), staffToken);
    }

    private String staffUrl(ServiceProcess replica) {
        return replica.url("/api/recipients/" + recipient + "/notifications");
    }

    private Map<String, Seen> items(String list, String by) {
        var items = new HashMap<String, Seen>();
        for (int page = 0, pages = 1; page < pages; page++) {
            var answer = json(call("GET", list + "?sort=sentAt,asc&size=" + PAGE + "&page=" + page, by));
            pages = answer.path("page").path("totalPages").asInt();
            answer.path("content").forEach(item -> items.put(item.path("id").asText(), seen(item)));
        }
        return items;
    }

    private static Seen seen(JsonNode item) {
        return new Seen(item.path("version").asInt(), item.path("status").asText());
    }

    private static JsonNode json(HttpResponse<byte[]> answer) {
        if (answer.statusCode() != 200) {
            throw new IllegalStateException(answer + " " + new String(answer.body()));
        }
        try {
            return JSON.readTree(answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private HttpResponse<byte[]> call(String method, String url, String by) {
        var request = HttpRequest.newBuilder(URI.create(url))
                .method(method, BodyPublishers.noBody())
                .header("Accept", "application/json")
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer " + by)
                .build();
        try {
            return client.send(request, BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
