package dev.notificationfeed.security;

import dev.notificationfeed.notification.InvalidFieldException;
import dev.notificationfeed.notification.Recipient;
import dev.notificationfeed.problem.ProblemException;
import dev.notificationfeed.problem.ProblemType;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.enterprise.context.RequestScoped;
import jakarta.json.JsonNumber;
import java.time.Instant;
import org.eclipse.microprofile.jwt.JsonWebToken;

/** The sender of the request, from its verified token. Use only where a token is required. */
@RequestScoped
public class Caller {

    private static final int MAX_SUBJECT_LENGTH = 200;

    private final SecurityIdentity identity;
    private final SecurityConfig config;

    Caller(SecurityIdentity identity, SecurityConfig config) {
        this.identity = identity;
        this.config = config;
    }

    /**
     * The recipient whom the token was issued to.
     *
     * @throws ProblemException if the token has no recipient claim, or one that is not a recipient
     */
    public Recipient recipient() {
        Object claim = token().getClaim(config.recipientClaim());
        if (claim == null) {
            throw noRecipient("The token has no claim " + config.recipientClaim() + ".");
        }
        try {
            return new Recipient(textOf(claim));
        } catch (InvalidFieldException e) {
            throw noRecipient("The token's claim " + config.recipientClaim() + " is not a recipient.");
        }
    }

    /** Accepts text and numbers. A list or an object is no recipient, so it becomes an empty text, which is invalid. */
    private static String textOf(Object claim) {
        return claim instanceof String || claim instanceof Number || claim instanceof JsonNumber
                ? claim.toString()
                : "";
    }

    /** Names the caller in a record of what it did: the subject of the token, printable and at most 200 characters. */
    public String subject() {
        String subject = token().getSubject();
        String name = subject == null ? "unknown" : subject.replaceAll("[^\\p{Graph} ]|\"", "?");
        return name.substring(0, Math.min(name.length(), MAX_SUBJECT_LENGTH));
    }

    /** When the token expires; a stream ends then. */
    public Instant tokenExpiresAt() {
        return Instant.ofEpochSecond(token().getExpirationTime());
    }

    private JsonWebToken token() {
        return (JsonWebToken) identity.getPrincipal();
    }

    private static ProblemException noRecipient(String detail) {
        return new ProblemException(ProblemType.NO_RECIPIENT, detail);
    }
}
