import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An OpenID Connect issuer for trying the service. Run it with {@code java Issuer.java <port> <its address>}. It issues tokens to
 * anyone, with {@code GET /token?recipient=47165[&roles=a,b]}: never use it with real data.
 */
final class Issuer {

    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();
    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9._@-]{1,128}");
    private static final String KEY_ID = "compose";
    private static final long LIFETIME_SECONDS = 12 * 60 * 60;

    private final String address;
    private final KeyPair key;

    private Issuer(String address) throws GeneralSecurityException {
        this.address = address;
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        this.key = generator.generateKeyPair();
    }

    public static void main(String[] args) throws IOException, GeneralSecurityException {
        Issuer issuer = new Issuer(args[1]);
        HttpServer server = HttpServer.create(new InetSocketAddress(Integer.parseInt(args[0])), 0);
        server.createContext("/.well-known/openid-configuration", call -> answer(call, 200, issuer.description()));
        server.createContext("/jwks", call -> answer(call, 200, issuer.keys()));
        server.createContext("/token", issuer::answerToken);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> server.stop(0)));
        server.start();
    }

    private String description() {
        return """
                {"issuer":"%1$s","jwks_uri":"%1$s/jwks","token_endpoint":"%1$s/token","response_types_supported":["id_token"],\
                "subject_types_supported":["public"],"id_token_signing_alg_values_supported":["RS256"]}""".formatted(address);
    }

    private String keys() {
        RSAPublicKey publicKey = (RSAPublicKey) key.getPublic();
        return """
                {"keys":[{"kty":"RSA","use":"sig","alg":"RS256","kid":"%s","n":"%s","e":"%s"}]}"""
                .formatted(KEY_ID, unsigned(publicKey.getModulus()), unsigned(publicKey.getPublicExponent()));
    }

    private void answerToken(HttpExchange call) throws IOException {
        try {
            String recipient = words(call, "recipient").findFirst().orElseThrow(() -> new IllegalArgumentException("recipient"));
            answer(call, 200, token(recipient, words(call, "roles")));
        } catch (IllegalArgumentException e) {
            answer(call, 400, "GET /token?recipient=47165[&roles=a,b], words of letters, digits and ._@-");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot sign a token", e);
        }
    }

    private String token(String recipient, Stream<String> roles) throws GeneralSecurityException {
        long now = Instant.now().getEpochSecond();
        String claims = """
                {"iss":"%s","sub":"user-of-%s","aud":"notification-feed","iat":%d,"exp":%d,"token_use":"id",\
                "custom:tisId":"%s","cognito:groups":[%s]}""".formatted(
                address, recipient, now, now + LIFETIME_SECONDS, recipient,
                roles.map(role -> '"' + role + '"').collect(Collectors.joining(",")));
        String signed = encoded("{\"alg\":\"RS256\",\"typ\":\"JWT\",\"kid\":\"" + KEY_ID + "\"}") + "." + encoded(claims);
        Signature signature = Signature.getInstance("SHA256withRSA");
        signature.initSign(key.getPrivate());
        signature.update(signed.getBytes(StandardCharsets.US_ASCII));
        return signed + "." + BASE64.encodeToString(signature.sign());
    }

    /** The comma-separated words of a parameter. They go into JSON without escaping, so other characters are refused. */
    private static Stream<String> words(HttpExchange call, String name) {
        String query = call.getRequestURI().getRawQuery();
        return Stream.of(query == null ? new String[0] : query.split("&"))
                .filter(pair -> pair.startsWith(name + "="))
                .map(pair -> URLDecoder.decode(pair.substring(name.length() + 1), StandardCharsets.UTF_8))
                .flatMap(words -> Stream.of(words.split(",")))
                .peek(Issuer::check);
    }

    private static void check(String word) {
        if (!WORD.matcher(word).matches()) {
            throw new IllegalArgumentException(word);
        }
    }

    private static String unsigned(BigInteger number) {
        byte[] bytes = number.toByteArray();
        return BASE64.encodeToString(bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes);
    }

    private static String encoded(String text) {
        return BASE64.encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static void answer(HttpExchange call, int status, String body) throws IOException {
        try (call) {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            call.getResponseHeaders().set("Content-Type", body.startsWith("{") ? "application/json" : "text/plain");
            call.sendResponseHeaders(status, bytes.length);
            call.getResponseBody().write(bytes);
        }
    }
}
