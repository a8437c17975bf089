package dev.notificationfeed.api;

import dev.notificationfeed.fixture.TokenFactory;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;

/** The kinds of token that a caller may send, with their names in docs/security.md. */
enum TokenKind {
    NONE("none", (tokens, recipient) -> null),
    OTHER_SCHEME("another scheme, such as `Basic`", (tokens, recipient) -> "Basic YTpi"),
    WORD("a word", (tokens, recipient) -> bearer("garbage")),
    TWO_PARTS("two parts", (tokens, recipient) -> bearer("a.b")),
    NOTHING_SAID("three parts that say nothing", (tokens, recipient) -> bearer("e30.e30.e30")),
    FIVE_PARTS("five parts", (tokens, recipient) -> bearer("e30.e30.e30.e30.e30")),
    WRONG_SIGNATURE(
            "signed by another key under the issuer's `kid`",
            (tokens, recipient) -> bearer(tokens.with(Stranger.KEY).token(recipient))),
    EXCHANGED(
            "what it says exchanged after signing",
            (tokens, recipient) -> bearer(exchanged(tokens.token("someone"), tokens.token(recipient)))),
    UNSIGNED("`alg: none`, no signature", (tokens, recipient) -> bearer(tokens.unsigned(recipient, "none", ""))),
    UNSIGNED_ODDLY("`alg: nOnE`, no signature", (tokens, recipient) -> bearer(tokens.unsigned(recipient, "nOnE", ""))),
    UNSIGNED_WITH_SIGNATURE(
            "`alg: none`, with a signature", (tokens, recipient) -> bearer(tokens.unsigned(recipient, "none", "e30"))),
    HMAC_PEM(
            "HS256 with the public key as a PEM file as the secret",
            (tokens, recipient) -> bearer(tokens.tokenByHmac(recipient, tokens.publicKeyAsPem()))),
    HMAC_DER(
            "HS256 with the public key's bytes as the secret",
            (tokens, recipient) -> bearer(tokens.tokenByHmac(recipient, tokens.publicKey()))),
    UNKNOWN_KEY(
            "signed by a key that the issuer does not have",
            (tokens, recipient) -> bearer(
                    tokens.with(Stranger.KEY).withKeyId(Stranger.KEY.getKeyId()).token(recipient))),
    NO_KEY_ID(
            "without `kid`",
            (tokens, recipient) -> bearer(tokens.withKeyId(null).token(recipient))),
    EXPIRED("expired", saying(claims -> claims.setExpirationTime(inSeconds(-60)))),
    NOT_YET("not valid yet", saying(claims -> claims.setNotBefore(inSeconds(3600)))),
    WITHOUT_END("without `exp`", saying(claims -> claims.unsetClaim("exp"))),
    WITHOUT_BEGINNING("without `iat`", saying(claims -> claims.unsetClaim("iat"))),
    OTHER_ISSUER("of another issuer", saying(claims -> claims.setIssuer("http://localhost"))),
    OTHER_AUDIENCE("for another audience", saying(claims -> claims.setAudience("another-service"))),
    NO_RECIPIENT("good, no recipient", (tokens, recipient) -> bearer(tokens.token((String) null))),
    RECIPIENT_TOO_LONG("good, a recipient of 129 characters", naming("1".repeat(129))),
    RECIPIENT_FAR_TOO_LONG("good, a recipient of 10 KB", naming("1".repeat(10_240))),
    RECIPIENT_UNPRINTABLE("good, a recipient with control characters", naming("47165\u0000\n")),
    RECIPIENTS("good, a list of recipients", naming(List.of("47165", "47166"))),
    RECIPIENT_OPERATOR("good, an object such as `{\"$gt\": \"\"}` as the recipient", naming(Map.of("$gt", ""))),
    OPERATOR_TEXT("good, the text `{\"$gt\": \"\"}` as the recipient", naming("{\"$gt\": \"\"}")),
    PATTERN_TEXT("good, the text `.*` as the recipient", naming(".*")),
    STAFF(
            "good, the staff role, no recipient",
            (tokens, recipient) -> bearer(tokens.token((String) null, "notifications-admin"))),
    OTHER_ROLES(
            "good, other roles, no recipient",
            (tokens, recipient) -> bearer(tokens.token((String) null, "notifications", "NOTIFICATIONS-ADMIN"))),
    GOOD_FOR_SOMEONE_ELSE("good, the item someone else's", (tokens, recipient) -> bearer(tokens.token(recipient))),
    GOOD("good, the item its own", (tokens, recipient) -> bearer(tokens.token(recipient))),
    STAFF_AND_RECIPIENT(
            "good, the staff role, the item its own",
            (tokens, recipient) -> bearer(tokens.token(recipient, "notifications-admin")));

    private final String text;
    private final BiFunction<TokenFactory, String, String> authorization;

    TokenKind(String text, BiFunction<TokenFactory, String, String> authorization) {
        this.text = text;
        this.authorization = authorization;
    }

    static TokenKind of(String text) {
        return Stream.of(values())
                .filter(kind -> kind.text.equals(text))
                .findFirst()
                .orElseThrow(() -> new AssertionError("nobody knows how to make a token that is: " + text));
    }

    String text() {
        return text;
    }

    /** The Authorization header with such a token of a recipient, or null without one. */
    String authorization(TokenFactory tokens, String recipient) {
        return authorization.apply(tokens, recipient);
    }

    boolean ownsItem() {
        return this == GOOD || this == STAFF_AND_RECIPIENT;
    }

    private static BiFunction<TokenFactory, String, String> saying(Consumer<JwtClaims> change) {
        return (tokens, recipient) -> {
            var claims = tokens.claims(recipient);
            change.accept(claims);
            return bearer(tokens.token(claims));
        };
    }

    private static BiFunction<TokenFactory, String, String> naming(Object recipient) {
        return saying(claims -> claims.setClaim("custom:tisId", recipient));
    }

    private static NumericDate inSeconds(long seconds) {
        return NumericDate.fromSeconds(NumericDate.now().getValue() + seconds);
    }

    private static String exchanged(String signed, String wanted) {
        var parts = signed.split("\\.");
        return parts[0] + "." + wanted.split("\\.")[1] + "." + parts[2];
    }

    /** Created once, because key generation is slow. */
    private static final class Stranger {

        static final PublicJsonWebKey KEY = TokenFactory.unknown("nobody").key();
    }

    private static String bearer(String token) {
        return "Bearer " + token;
    }
}
