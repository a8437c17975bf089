package dev.notificationfeed.devstack;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;

/** Makes the REST calls of Trainee-UI, and some that are answered with an error. */
final class AotTrainingCaller {

    private static final String LIST = "/api/notifications";

    private final HttpClient client;
    private final URI service;

    AotTrainingCaller(HttpClient client, URI service) {
        this.client = client;
        this.service = service;
    }

    /**
     * Makes each kind of call, and all calls about a single item for twenty items.
     *
     * @throws IllegalStateException if a call has an unexpected status
     */
    void callAll(String token) throws IOException, InterruptedException {
        var list = call("GET", LIST + "?page=0&size=20&status=UNREAD&type=IN_APP", token, 200);
        call("GET", LIST + "?keyword=placement&sort=subject,asc", token, 200);
        call("GET", LIST + "/unread-count", token, 200);
        call("GET", "/api/capabilities", token, 200);
        call("GET", LIST, "not-a-token", 401);
        call("GET", LIST + "?sort=nothing", token, 400);
        for (var item : new ObjectMapper().readTree(list).path("content")) {
            var address = LIST + "/" + item.path("id").asText();
            call("GET", address, token, 200);
            call("GET", address + "/message", token, 200);
            call("PUT", address + "/mark-read", token, 200);
            call("PUT", address + "/mark-unread", token, 200);
            call("PUT", address + "/archive", token, 200);
        }
    }

    private String call(String method, String path, String token, int expected)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(service.resolve(path))
                .method(method, BodyPublishers.noBody())
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .header("Accept", "application/json");
        var answer = client.send(request.build(), BodyHandlers.ofString());
        if (answer.statusCode() != expected) {
            throw new IllegalStateException(method + " " + path + ": " + answer.statusCode() + " " + answer.body());
        }
        return answer.body();
    }
}
