package dev.notificationfeed.devstack;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The content of a development token.
 *
 * @param recipient the recipient, or null for none
 * @param roles the groups of the holder
 * @param lifetime time until it expires; negative for an expired token
 * @param audience the claim {@code aud}
 */
public record TokenRequest(String recipient, List<String> roles, Duration lifetime, String audience) {

    private static final String AUDIENCE = "notification-feed";
    private static final Duration LIFETIME = Duration.ofHours(12);
    private static final Set<String> PARAMETERS = Set.of("recipient", "roles", "expiresIn", "audience");

    /** Copies the roles. */
    public TokenRequest {
        roles = List.copyOf(roles);
    }

    /** A token with the default audience and lifetime. */
    public static TokenRequest of(String recipient, String... roles) {
        return new TokenRequest(recipient, List.of(roles), LIFETIME, AUDIENCE);
    }

    /**
     * Reads a query such as {@code recipient=47165&roles=a,b&expiresIn=60}.
     *
     * @param query URL-encoded, or null
     * @throws IllegalArgumentException if a parameter is unknown or malformed; the message is a sentence
     */
    static TokenRequest parse(String query) {
        var parameters = parameters(query);
        return new TokenRequest(
                parameters.get("recipient"),
                roles(parameters.getOrDefault("roles", "")),
                lifetime(parameters),
                parameters.getOrDefault("audience", AUDIENCE));
    }

    private static Map<String, String> parameters(String query) {
        var parameters = new HashMap<String, String>();
        Stream.of(query == null ? new String[0] : query.split("&"))
                .map(pair -> pair.split("=", 2))
                .filter(pair -> pair.length == 2 && !pair[1].isEmpty())
                .forEach(pair -> parameters.put(known(pair[0]), URLDecoder.decode(pair[1], StandardCharsets.UTF_8)));
        return parameters;
    }

    private static String known(String parameter) {
        if (!PARAMETERS.contains(parameter)) {
            throw new IllegalArgumentException("There is no parameter " + parameter + ".");
        }
        return parameter;
    }

    private static List<String> roles(String roles) {
        return Stream.of(roles.split(",")).filter(role -> !role.isEmpty()).toList();
    }

    private static Duration lifetime(Map<String, String> parameters) {
        var seconds = parameters.get("expiresIn");
        try {
            return seconds == null ? LIFETIME : Duration.ofSeconds(Integer.parseInt(seconds));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("The parameter expiresIn must be a whole number of seconds.", e);
        }
    }
}
