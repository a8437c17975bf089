package dev.notificationfeed.journey;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** A web app on another origin than the service: one page with a bell; it serves its own copy of the client. */
final class FrontEnd implements AutoCloseable {

    /** A strict Content-Security-Policy that also allows the worker in which the client sends its requests. */
    private static final String POLICY = "default-src 'none'; script-src 'self' http://localhost:*; style-src 'self'; "
            + "img-src data:; connect-src 'self' http://localhost:*; worker-src blob:";

    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html;charset=utf-8",
            "css", "text/css;charset=utf-8",
            "js", "text/javascript;charset=utf-8");

    private final HttpServer server;

    /** Listens on a free port and gives tokens of the issuer to every caller. */
    FrontEnd(Backend backend) {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext(
                "/",
                call -> answerFile(call, "/browser" + file(call.getRequestURI().getPath())));
        server.createContext(
                "/client/", call -> answerFile(call, call.getRequestURI().getPath()));
        server.createContext("/token", call -> answer(call, 200, "txt", token(backend, call)));
        server.start();
    }

    private static byte[] token(Backend backend, HttpExchange call) {
        var recipient = call.getRequestURI().getQuery().replaceFirst("^recipient=", "");
        return backend.token(recipient).getBytes(StandardCharsets.UTF_8);
    }

    String origin() {
        return "http://localhost:" + server.getAddress().getPort();
    }

    /** The URL of the page for a signed-in person. */
    String page(String service, String recipient) {
        return origin() + "/?service=" + service + "&recipient=" + recipient;
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private static String file(String path) {
        return path.equals("/") ? "/page.html" : path;
    }

    private static void answerFile(HttpExchange call, String resource) throws IOException {
        try (InputStream in = FrontEnd.class.getResourceAsStream(resource)) {
            var content = in == null ? new byte[0] : in.readAllBytes();
            answer(call, in == null ? 404 : 200, resource.substring(resource.lastIndexOf('.') + 1), content);
        }
    }

    private static void answer(HttpExchange call, int status, String kind, byte[] body) throws IOException {
        try (call) {
            call.getResponseHeaders().set("Content-Type", TYPES.getOrDefault(kind, "text/plain;charset=utf-8"));
            call.getResponseHeaders().set("Content-Security-Policy", POLICY);
            call.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
            call.getResponseBody().write(body);
        }
    }
}
