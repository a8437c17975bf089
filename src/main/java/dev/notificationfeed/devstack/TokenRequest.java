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
 * What a development token is to say.
 *
 * @param recipient whose it is, or null for a token without a recipient
 * @param roles the groups that its holder is in
 * @param lifetime time until it expires; negative for one that has expired
 * @param audience whom it is meant for
 */
public record TokenRequest(String recipient, List<String> roles, Duration lifetime, String audience) {

    private static final String AUDIENCE = "notification-feed";
    private static final Duration LIFETIME = Duration.ofHours(12);
    private static final Set<String> PARAMETERS = Set.of("recipient", "roles", "expiresIn", "audience");

    /** Copies the roles. */
    public TokenRequest {
        roles = List.copyOf(roles);
    }

    /** A token of the usual audience and lifetime. */
    public static TokenRequest of(String recipient, String... roles) {
        return new TokenRequest(recipient, List.of(roles), LIFETIME, AUDIENCE);
    }

    /**
     * Reads a query such as {@code recipient=47165&roles=a,b&expiresIn=60}.
     *
     * @param query still encoded, or null
     * @throws IllegalArgumentException if a parameter is unknown or not of its form; the message says so in a sentence
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
