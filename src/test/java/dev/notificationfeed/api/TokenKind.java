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
    NO_JWT("one word instead of a JWT", (tokens, recipient) -> bearer("garbage")),
    TWO_PARTS("a JWT of two parts", (tokens, recipient) -> bearer("a.b")),
    WITHOUT_CLAIMS("a JWT of three parts without claims", (tokens, recipient) -> bearer("e30.e30.e30")),
    FIVE_PARTS("a JWT of five parts", (tokens, recipient) -> bearer("e30.e30.e30.e30.e30")),
    WRONG_SIGNATURE(
            "signed by another key under the issuer's `kid`",
            (tokens, recipient) -> bearer(tokens.with(UnknownKey.KEY).token(recipient))),
    CLAIMS_REPLACED(
            "claims replaced after signing",
            (tokens, recipient) -> bearer(withClaimsReplaced(tokens.token("someone"), tokens.token(recipient)))),
    UNSIGNED("`alg: none`, no signature", (tokens, recipient) -> bearer(tokens.unsigned(recipient, "none", ""))),
    UNSIGNED_MIXED_CASE(
            "`alg: nOnE`, no signature", (tokens, recipient) -> bearer(tokens.unsigned(recipient, "nOnE", ""))),
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
            (tokens, recipient) -> bearer(tokens.with(UnknownKey.KEY)
                    .withKeyId(UnknownKey.KEY.getKeyId())
                    .token(recipient))),
    NO_KEY_ID(
            "without `kid`",
            (tokens, recipient) -> bearer(tokens.withKeyId(null).token(recipient))),
    EXPIRED("expired", withClaims(claims -> claims.setExpirationTime(inSeconds(-60)))),
    NOT_YET_VALID("not valid yet", withClaims(claims -> claims.setNotBefore(inSeconds(3600)))),
    WITHOUT_EXPIRY("without `exp`", withClaims(claims -> claims.unsetClaim("exp"))),
    WITHOUT_ISSUED_AT("without `iat`", withClaims(claims -> claims.unsetClaim("iat"))),
    OTHER_ISSUER("from another issuer", withClaims(claims -> claims.setIssuer("http://localhost"))),
    OTHER_AUDIENCE("for another audience", withClaims(claims -> claims.setAudience("another-service"))),
    NO_RECIPIENT("valid, no recipient", (tokens, recipient) -> bearer(tokens.token((String) null))),
    RECIPIENT_TOO_LONG("valid, a recipient of 129 characters", withRecipient("1".repeat(129))),
    RECIPIENT_FAR_TOO_LONG("valid, a recipient of 10 KB", withRecipient("1".repeat(10_240))),
    RECIPIENT_UNPRINTABLE("valid, a recipient with control characters", withRecipient("47165\u0000\n")),
    RECIPIENTS("valid, a list of recipients", withRecipient(List.of("47165", "47166"))),
    RECIPIENT_OPERATOR("valid, an object such as `{\"$gt\": \"\"}` as the recipient", withRecipient(Map.of("$gt", ""))),
    OPERATOR_TEXT("valid, the text `{\"$gt\": \"\"}` as the recipient", withRecipient("{\"$gt\": \"\"}")),
    PATTERN_TEXT("valid, the text `.*` as the recipient", withRecipient(".*")),
    STAFF(
            "valid, the staff role, no recipient",
            (tokens, recipient) -> bearer(tokens.token((String) null, "notifications-admin"))),
    OTHER_ROLES(
            "valid, other roles, no recipient",
            (tokens, recipient) -> bearer(tokens.token((String) null, "notifications", "NOTIFICATIONS-ADMIN"))),
    OTHER_OWNER("valid, does not own the item", (tokens, recipient) -> bearer(tokens.token(recipient))),
    OWNER("valid, owns the item", (tokens, recipient) -> bearer(tokens.token(recipient))),
    STAFF_AND_OWNER(
            "valid, the staff role, owns the item",
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
                .orElseThrow(() -> new AssertionError("unknown kind of token: " + text));
    }

    String text() {
        return text;
    }

    /** The Authorization header with such a token of a recipient, or null without one. */
    String authorization(TokenFactory tokens, String recipient) {
        return authorization.apply(tokens, recipient);
    }

    boolean ownsItem() {
        return this == OWNER || this == STAFF_AND_OWNER;
    }

    private static BiFunction<TokenFactory, String, String> withClaims(Consumer<JwtClaims> change) {
        return (tokens, recipient) -> {
            var claims = tokens.claims(recipient);
            change.accept(claims);
            return bearer(tokens.token(claims));
        };
    }

    private static BiFunction<TokenFactory, String, String> withRecipient(Object recipient) {
        return withClaims(claims -> claims.setClaim("custom:tisId", recipient));
    }

    private static NumericDate inSeconds(long seconds) {
        return NumericDate.fromSeconds(NumericDate.now().getValue() + seconds);
    }

    private static String withClaimsReplaced(String signed, String wanted) {
        var parts = signed.split("\\.");
        return parts[0] + "." + wanted.split("\\.")[1] + "." + parts[2];
    }

    /** Created once, because key generation is slow. */
    private static final class UnknownKey {

        static final PublicJsonWebKey KEY = TokenFactory.unknown("nobody").key();
    }

    private static String bearer(String token) {
        return "Bearer " + token;
    }
}
