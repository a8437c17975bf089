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

/** Who sent the request, by its verified token. To be asked only where a token is required. */
@RequestScoped
public class Caller {

    private final SecurityIdentity identity;
    private final SecurityConfig config;

    Caller(SecurityIdentity identity, SecurityConfig config) {
        this.identity = identity;
        this.config = config;
    }

    /**
     * The person whom the token was issued to.
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

    /** A number names a person as well as a text does; a list or an object names nobody, whatever its text would be. */
    private static String textOf(Object claim) {
        return claim instanceof String || claim instanceof Number || claim instanceof JsonNumber
                ? claim.toString()
                : "";
    }

    /** When the token ends, and with it what it was good for. */
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
