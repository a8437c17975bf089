package dev.notificationfeed.journey;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A fake service for client tests, with behaviour that is rare in the real service. */
final class ScriptedService implements AutoCloseable {

    private static final String CAPABILITIES = """
            {"capabilities": {"notifications.list": {"available": true}, "notifications.stream": {"available": true}}}""";

    private static final String EMPTY_LIST = "{\"content\": []}";

    /** The unread count of the REST response; the count on the streams is older. */
    static final int UNREAD = 7;

    /** One stream request of the client. */
    record Opened(long atMillis, String lastEventId) {}

    /** Answers one stream request; after it returns, the stream stays open and silent. */
    interface Answer {
        void to(HttpExchange call) throws IOException;
    }

    private final List<Opened> opened = new CopyOnWriteArrayList<>();
    private final List<Answer> answers;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;

    /** Answers the stream requests with these scripts in order; the last script repeats. */
    ScriptedService(Answer... answers) {
        this.answers = List.of(answers);
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/api/capabilities", call -> answerJson(call, CAPABILITIES));
        server.createContext("/api/notifications", call -> answerJson(call, EMPTY_LIST));
        server.createContext(
                "/api/notifications/unread-count", call -> answerJson(call, "{\"unread\": " + UNREAD + "}"));
        server.createContext("/api/notifications/stream", this::answerStream);
        server.start();
    }

    String url() {
        return "http://localhost:" + server.getAddress().getPort();
    }

    List<Opened> opened() {
        return opened;
    }

    /** Sends these bytes one by one. */
    static Answer stream(String text) {
        return call -> {
            call.getResponseHeaders().set("Content-Type", "text/event-stream");
            call.sendResponseHeaders(200, 0);
            for (byte one : text.getBytes(UTF_8)) {
                call.getResponseBody().write(one);
                call.getResponseBody().flush();
            }
        };
    }

    /** Sends these bytes and ends the stream. */
    static Answer endedStream(String text) {
        return call -> {
            stream(text).to(call);
            call.close();
        };
    }

    /** A refusal with {@code Retry-After}. */
    static Answer refusal(int status, String retryAfter) {
        return call -> {
            call.getResponseHeaders().set("Retry-After", retryAfter);
            call.sendResponseHeaders(status, -1);
            call.close();
        };
    }

    private void answerStream(HttpExchange call) throws IOException {
        if (isPreflight(call)) {
            return;
        }
        opened.add(
                new Opened(System.currentTimeMillis(), call.getRequestHeaders().getFirst("Last-Event-ID")));
        answers.get(Math.min(opened.size(), answers.size()) - 1).to(call);
        awaitClosed();
    }

    private void awaitClosed() {
        try {
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void answerJson(HttpExchange call, String json) throws IOException {
        if (isPreflight(call)) {
            return;
        }
        try (call) {
            call.sendResponseHeaders(200, json.length());
            call.getResponseBody().write(json.getBytes(UTF_8));
        }
    }

    /** Adds the CORS headers of the service, and answers preflight requests. */
    private static boolean isPreflight(HttpExchange call) throws IOException {
        var headers = call.getResponseHeaders();
        headers.set("Access-Control-Allow-Origin", "*");
        headers.set("Access-Control-Allow-Headers", "Authorization,Last-Event-ID");
        headers.set("Access-Control-Allow-Methods", "GET,PUT");
        headers.set("Access-Control-Expose-Headers", "Retry-After");
        if (!call.getRequestMethod().equals("OPTIONS")) {
            return false;
        }
        call.sendResponseHeaders(204, -1);
        call.close();
        return true;
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
