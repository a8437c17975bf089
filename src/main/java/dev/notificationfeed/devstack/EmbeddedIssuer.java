package dev.notificationfeed.devstack;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jose4j.json.JsonUtil;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;

/**
 * An OpenID Connect issuer for development, reachable on the loopback interface only. It gives a token to every caller:
 * {@code GET /token?recipient=47165[&roles=a,b][&expiresIn=seconds]}.
 */
public final class EmbeddedIssuer implements EmbeddedServer {

    private static final String JSON = "application/json";
    private static final String TEXT = "text/plain;charset=UTF-8";
    private static final int DEFAULT_BACKLOG = 0;

    static {
        // The JDK reads it with its first HTTP server. Without it, Nagle's algorithm delays the body of each answer by
        // 40 ms.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private final int port;
    private final SigningKey key;
    private HttpServer server;

    /**
     * Creates an issuer that is not started.
     *
     * @param directory keeps the key, so that tokens stay valid after a restart; created if absent
     * @param port the port to listen on
     */
    public EmbeddedIssuer(Path directory, int port) {
        this.port = port;
        this.key = SigningKey.in(directory.resolve("signing-key.json"));
    }

    @Override
    public synchronized void start() {
        if (server != null) {
            return;
        }
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), DEFAULT_BACKLOG);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot listen on port " + port, e);
        }
        server.createContext("/.well-known/openid-configuration", call -> answer(call, 200, JSON, discovery()));
        server.createContext("/jwks", call -> answer(call, 200, JSON, key.keySet()));
        server.createContext("/token", this::answerToken);
        server.start();
    }

    @Override
    public synchronized void stop() {
        if (server != null) {
            server.stop(0);
            server = null;
        }
    }

    /** The address, which is also the claim {@code iss} of the tokens. */
    @Override
    public String address() {
        return "http://localhost:" + port;
    }

    /** A signed token. */
    public String token(TokenRequest request) {
        var now = NumericDate.now();
        var expiry = NumericDate.fromSeconds(now.getValue() + request.lifetime().toSeconds());
        var claims = new JwtClaims();
        claims.setIssuer(address());
        claims.setSubject(request.recipient() == null ? "nobody" : "user-of-" + request.recipient());
        claims.setAudience(request.audience());
        claims.setIssuedAt(now.isBefore(expiry) ? now : NumericDate.fromSeconds(expiry.getValue() - 1));
        claims.setExpirationTime(expiry);
        claims.setGeneratedJwtId();
        claims.setStringClaim("token_use", "id");
        claims.setStringListClaim("cognito:groups", request.roles());
        if (request.recipient() != null) {
            claims.setStringClaim("custom:tisId", request.recipient());
        }
        return key.sign(claims);
    }

    private void answerToken(HttpExchange call) throws IOException {
        try {
            answer(
                    call,
                    200,
                    TEXT,
                    token(TokenRequest.parse(call.getRequestURI().getRawQuery())));
        } catch (IllegalArgumentException e) {
            answer(call, 400, TEXT, e.getMessage());
        }
    }

    private String discovery() {
        return JsonUtil.toJson(Map.of(
                "issuer", address(),
                "jwks_uri", address() + "/jwks",
                "token_endpoint", address() + "/token",
                "response_types_supported", List.of("id_token"),
                "subject_types_supported", List.of("public"),
                "id_token_signing_alg_values_supported", List.of("RS256")));
    }

    private static void answer(HttpExchange call, int status, String type, String body) throws IOException {
        try (call) {
            var bytes = body.getBytes(StandardCharsets.UTF_8);
            call.getResponseHeaders().set("Content-Type", type);
            call.sendResponseHeaders(status, bytes.length);
            call.getResponseBody().write(bytes);
        }
    }
}
