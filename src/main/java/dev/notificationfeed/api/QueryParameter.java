package dev.notificationfeed.api;

import dev.notificationfeed.notification.InvalidFieldException;
import dev.notificationfeed.notification.Text;
import dev.notificationfeed.problem.ProblemException;
import dev.notificationfeed.problem.ProblemType;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * One parameter of a query string.
 *
 * @param name as the caller wrote it
 * @param values each value that was sent; empty ones count as absent
 */
record QueryParameter(String name, List<String> values) {

    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");

    QueryParameter {
        values = values.stream().filter(value -> !value.isEmpty()).toList();
    }

    /** A number from 0; absent is 0. */
    int number(int max) {
        return single().map(value -> number(value, max)).orElse(0);
    }

    private int number(String value, int max) {
        if (!NUMBER.matcher(value).matches() || Integer.parseInt(value) > max) {
            throw refused("must be a whole number from 0 to " + max);
        }
        return Integer.parseInt(value);
    }

    /** One line of text, taken literally; absent is null. */
    String text(int maxLength) {
        try {
            return single().map(value -> Text.line(name, value, maxLength)).orElse(null);
        } catch (InvalidFieldException e) {
            throw new ProblemException(ProblemType.INVALID_PARAMETER, e.getMessage());
        }
    }

    /** Names with a comma between, the parameter repeated or both; absent is none. */
    <E extends Enum<E>> Set<E> choices(Set<E> allowed, Class<E> type) {
        return values.stream()
                .flatMap(value -> List.of(value.split(",", -1)).stream())
                .map(word -> choice(word, allowed))
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(type)));
    }

    private <E extends Enum<E>> E choice(String word, Set<E> allowed) {
        return allowed.stream()
                .filter(candidate -> candidate.name().equals(word))
                .findAny()
                .orElseThrow(() -> refused("must be one or more of " + inOrder(allowed) + ", comma between"));
    }

    private static <E extends Enum<E>> String inOrder(Set<E> allowed) {
        return allowed.stream().sorted().map(Enum::name).collect(Collectors.joining(", "));
    }

    /** The one value, if there is one. */
    Optional<String> single() {
        if (values.size() > 1) {
            throw refused("must be given once");
        }
        return values.stream().findFirst();
    }

    ProblemException refused(String rule) {
        return new ProblemException(ProblemType.INVALID_PARAMETER, name + " " + rule);
    }
}
