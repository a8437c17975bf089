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

/** What a caller may bring, under the name that docs/security.md gives it. */
enum TokenKind {
    NONE("none", (forger, recipient) -> null),
    OTHER_SCHEME("another scheme, such as `Basic`", (forger, recipient) -> "Basic YTpi"),
    WORD("a word", (forger, recipient) -> bearer("garbage")),
    TWO_PARTS("two parts", (forger, recipient) -> bearer("a.b")),
    NOTHING_SAID("three parts that say nothing", (forger, recipient) -> bearer("e30.e30.e30")),
    FIVE_PARTS("five parts", (forger, recipient) -> bearer("e30.e30.e30.e30.e30")),
    WRONG_SIGNATURE(
            "signed by another key under the issuer's `kid`",
            (forger, recipient) -> bearer(forger.with(Stranger.KEY).token(recipient))),
    EXCHANGED(
            "what it says exchanged after signing",
            (forger, recipient) -> bearer(exchanged(forger.token("someone"), forger.token(recipient)))),
    UNSIGNED("`alg: none`, no signature", (forger, recipient) -> bearer(forger.unsigned(recipient, "none", ""))),
    UNSIGNED_ODDLY("`alg: nOnE`, no signature", (forger, recipient) -> bearer(forger.unsigned(recipient, "nOnE", ""))),
    UNSIGNED_WITH_SIGNATURE(
            "`alg: none`, with a signature", (forger, recipient) -> bearer(forger.unsigned(recipient, "none", "e30"))),
    HMAC_PEM(
            "HS256 with the public key as a PEM file as the secret",
            (forger, recipient) -> bearer(forger.tokenByHmac(recipient, forger.publicKeyAsPem()))),
    HMAC_DER(
            "HS256 with the public key's bytes as the secret",
            (forger, recipient) -> bearer(forger.tokenByHmac(recipient, forger.publicKey()))),
    UNKNOWN_KEY(
            "signed by a key that the issuer does not have",
            (forger, recipient) -> bearer(
                    forger.with(Stranger.KEY).withKeyId(Stranger.KEY.getKeyId()).token(recipient))),
    NO_KEY_ID(
            "without `kid`",
            (forger, recipient) -> bearer(forger.withKeyId(null).token(recipient))),
    EXPIRED("expired", saying(claims -> claims.setExpirationTime(inSeconds(-60)))),
    NOT_YET("not valid yet", saying(claims -> claims.setNotBefore(inSeconds(3600)))),
    WITHOUT_END("without `exp`", saying(claims -> claims.unsetClaim("exp"))),
    WITHOUT_BEGINNING("without `iat`", saying(claims -> claims.unsetClaim("iat"))),
    OTHER_ISSUER("of another issuer", saying(claims -> claims.setIssuer("http://localhost"))),
    OTHER_AUDIENCE("for another audience", saying(claims -> claims.setAudience("another-service"))),
    NO_RECIPIENT("good, no recipient", (forger, recipient) -> bearer(forger.token((String) null))),
    RECIPIENT_TOO_LONG("good, a recipient of 129 characters", naming("1".repeat(129))),
    RECIPIENT_FAR_TOO_LONG("good, a recipient of 10 KB", naming("1".repeat(10_240))),
    RECIPIENT_UNPRINTABLE("good, a recipient with control characters", naming("47165\u0000\n")),
    RECIPIENTS("good, a list of recipients", naming(List.of("47165", "47166"))),
    RECIPIENT_OPERATOR("good, an object such as `{\"$gt\": \"\"}` as the recipient", naming(Map.of("$gt", ""))),
    OPERATOR_TEXT("good, the text `{\"$gt\": \"\"}` as the recipient", naming("{\"$gt\": \"\"}")),
    PATTERN_TEXT("good, the text `.*` as the recipient", naming(".*")),
    STAFF(
            "good, the staff role, no recipient",
            (forger, recipient) -> bearer(forger.token((String) null, "notifications-admin"))),
    OTHER_ROLES(
            "good, other roles, no recipient",
            (forger, recipient) -> bearer(forger.token((String) null, "notifications", "NOTIFICATIONS-ADMIN"))),
    GOOD_FOR_SOMEONE_ELSE("good, the item someone else's", (forger, recipient) -> bearer(forger.token(recipient))),
    GOOD("good, the item its own", (forger, recipient) -> bearer(forger.token(recipient))),
    STAFF_AND_RECIPIENT(
            "good, the staff role, the item its own",
            (forger, recipient) -> bearer(forger.token(recipient, "notifications-admin")));

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

    /** The header for such a token of that recipient, or null for none. */
    String authorization(TokenFactory forger, String recipient) {
        return authorization.apply(forger, recipient);
    }

    boolean ownsItem() {
        return this == GOOD || this == STAFF_AND_RECIPIENT;
    }

    private static BiFunction<TokenFactory, String, String> saying(Consumer<JwtClaims> change) {
        return (forger, recipient) -> {
            var claims = forger.claims(recipient);
            change.accept(claims);
            return bearer(forger.token(claims));
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

    /** Made once: keys take their time. */
    private static final class Stranger {

        static final PublicJsonWebKey KEY = TokenFactory.unknown("nobody").key();
    }

    private static String bearer(String token) {
        return "Bearer " + token;
    }
}
