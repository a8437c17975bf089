package dev.notificationfeed.bench;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;

/** A small HTTP endpoint of a benchmark server in its own process, for queries by the parent process. */
final class ControlEndpoint {

    private static final int DEFAULT_BACKLOG = 0;

    private ControlEndpoint() {}

    /** Answers on a port until the parent process ends. */
    static void serve(int port, Supplier<String> answer) throws IOException {
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), DEFAULT_BACKLOG);
        server.createContext("/", call -> {
            try (call) {
                var body = answer.get().getBytes(StandardCharsets.UTF_8);
                call.sendResponseHeaders(200, body.length == 0 ? -1 : body.length);
                call.getResponseBody().write(body);
            }
        });
        server.start();
        // The parent's end of this pipe closes when the parent ends, even if it is killed.
        while (System.in.read() >= 0) {
            continue;
        }
        Runtime.getRuntime().halt(0);
    }

    static URI address(int port) {
        return URI.create("http://localhost:" + port + "/");
    }

    static String ask(int port) {
        try {
            return HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(address(port)).build(), BodyHandlers.ofString())
                    .body();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
